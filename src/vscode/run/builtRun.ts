import type * as vscode from 'vscode';
import { type HumanError, toHumanError } from '../../common/humanError.ts';
import type { DebugConfiguration, ProgramPlan } from '../../launch/launchPlan.ts';
import { runBuildStep } from '../../processes/build/buildStep.ts';
import { runnerErrors } from '../../processes/errors.ts';
import type { ProgramEvents } from '../../processes/program/program.ts';
import { sessionErrors } from '../../sessions/errors.ts';
import { ChildProgram } from './childProgram.ts';
import type { EditorRunParts } from './ownedRun.ts';
import type { EditorRun } from './preparedRun.ts';
import type { RootSession } from '../debug/rootSession.ts';

/** What is built, and how a debug adapter launches it then. */
export interface BuiltProgram {
  readonly build: ProgramPlan;
  readonly configuration: DebugConfiguration;
}

/** A program that is built before its debug adapter launches it, and anew before every restart. */
export class BuiltRun implements EditorRun {
  readonly #parts: EditorRunParts;
  readonly #root: RootSession;
  readonly #built: BuiltProgram;
  #abort = new AbortController();
  #program: ChildProgram | undefined;
  #stopping = false;
  #restarting = false;

  constructor(parts: EditorRunParts, root: RootSession, built: BuiltProgram) {
    this.#parts = parts;
    this.#root = root;
    this.#built = built;
  }

  async begin(): Promise<void> {
    try {
      const parent = await this.#root.open(() => this.restart());
      await this.#launch(parent);
    } catch (error) {
      this.#fail(toHumanError(error, sessionErrors.RunNotStarted));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#restarting = false;
    await this.#halt();
  }

  restart(): void {
    if (this.#stopping) return;
    this.#restarting = true;
    void this.#halt();
  }

  /** Ends the build, or the program that came of it. */
  async #halt(): Promise<void> {
    this.#abort.abort();
    await this.#program?.stop();
  }

  async #launch(parent: vscode.DebugSession): Promise<void> {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    if (this.#stopping) return this.#end(parent, undefined);
    try {
      await this.#build(signal);
    } catch (error) {
      if (signal.aborted) this.#end(parent, undefined);
      else this.#fail(toHumanError(error, runnerErrors.ProgramNotBuilt));
      return;
    }
    await this.#begin(parent);
  }

  async #build(signal: AbortSignal): Promise<void> {
    const { events, programOptions } = this.#parts;
    const note = (text: string): void => {
      events.message('debug', text.trimEnd());
      this.#root.adapter.note(text);
    };
    await runBuildStep(this.#built.build, programOptions, note, signal);
  }

  async #begin(parent: vscode.DebugSession): Promise<void> {
    const { budget, debugSessions, events, id, plan, programOptions } = this.#parts;
    const title = plan.name;
    const heard: ProgramEvents = {
      started: (pid) => {
        events.started(pid);
        this.#root.adapter.process(title, pid);
      },
      output: (stream, chunk) => events.output(stream, chunk),
      ended: (exitCode) => this.#end(parent, exitCode),
      failed: (error) => this.#fail(error),
    };
    const { configuration } = this.#built;
    this.#program = new ChildProgram(
      {
        budget,
        debugSessions,
        id,
        title,
        parent,
        programOptions,
        events: heard,
        show: (stream, text) => this.#root.adapter.output(stream, text),
      },
      plan.program,
      { ...configuration, name: `${title} (${configuration.type})` },
    );
    await this.#program.begin();
  }

  #end(parent: vscode.DebugSession, exitCode: number | undefined): void {
    this.#program = undefined;
    if (this.#restarting) {
      this.#restarting = false;
      void this.#launch(parent);
      return;
    }
    this.#stopping = true;
    this.#root.close(exitCode);
    this.#parts.events.ended(exitCode);
  }

  #fail(error: HumanError): void {
    this.#stopping = true;
    this.#root.adapter.important(error.message);
    this.#root.close(undefined);
    this.#parts.events.failed(error);
  }
}
