import { completeCommand } from '../arguments.ts';
import type { Shell } from '../invocation.ts';

const bash = String.raw`_ide_session_host() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
      return
    fi
    COMPREPLY+=("${'${line%%$'}'\t'*}")
  done < <("${'${COMP_WORDS[0]}'}" ${completeCommand} "${'${COMP_WORDS[@]:1:COMP_CWORD}'}" 2>/dev/null)
}
complete -F _ide_session_host ide-session-host
`;

const zsh = String.raw`#compdef ide-session-host
_ide_session_host() {
  local line
  local -a lines suggestions
  lines=("${'${(@f)$("${words[1]}"'} ${completeCommand} "${'${(@)words[2,CURRENT]}'}" 2>/dev/null)}")
  if [[ ${'${lines[1]}'} == :files ]]; then
    _files
    return
  fi
  for line in "${'${lines[@]}'}"; do
    [[ -n $line ]] || continue
    suggestions+=("${'${${line%%$'}'\t'*}//:/\\:}:${'${line#*$'}'\t'}")
  done
  _describe ide-session-host suggestions
}
if [[ ${'${funcstack[1]}'} == _ide-session-host ]]; then
  _ide_session_host
else
  compdef _ide_session_host ide-session-host
fi
`;

const fish = `function __ide_session_host_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  for line in ($words[1] ${completeCommand} $words[2..-1] "$current" 2>/dev/null)
    if test "$line" = :files
      __fish_complete_path "$current"
    else
      echo $line
    end
  end
end
complete -c ide-session-host -f -k -a '(__ide_session_host_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

/** Returns the script that completes the command in a shell. */
export function getCompletionScript(shell: Shell): string {
  return scripts[shell];
}
