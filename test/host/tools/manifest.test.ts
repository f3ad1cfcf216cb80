import assert from 'node:assert/strict';
import { test } from 'node:test';
import manifest from '../../../package.json' with { type: 'json' };
import strings from '../../../package.nls.json' with { type: 'json' };
import { toJsonSchema } from '../../../src/host/tools/inputSchema.ts';
import { tools } from '../../../src/host/tools/tools.ts';

const contributed = manifest.contributes.languageModelTools;

const translated: Readonly<Record<string, string>> = strings;

test('package.json contributes each tool with its title, its description and the schema of its input', () => {
  assert.deepEqual(
    contributed.map(({ displayName, inputSchema, modelDescription, name }) => ({
      name,
      title: translated[displayName.slice(1, -1)],
      modelDescription,
      inputSchema,
    })),
    tools.map((tool) => ({
      name: tool.name,
      title: tool.title,
      modelDescription: tool.description,
      inputSchema: toJsonSchema(tool),
    })),
  );
});

test('each property of an input is described for models', () => {
  for (const tool of tools) {
    for (const [name, property] of Object.entries(toJsonSchema(tool).properties)) {
      assert.ok('description' in property, `${tool.name}: ${name}`);
    }
  }
});

test('tools can be referred to by names that VS Code accepts', () => {
  for (const { name, toolReferenceName } of contributed) {
    assert.match(name, /^[\w-]+$/);
    assert.match(toolReferenceName, /^[\w-]+$/);
  }
});
