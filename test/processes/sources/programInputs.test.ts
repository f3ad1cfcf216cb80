import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { ProgramSources } from '../../../src/launch/launchPlan.ts';
import { findProgramInputs } from '../../../src/processes/sources/programInputs.ts';
import { createFolder } from '../../../tools/fixtures/temporaryFolder.ts';

/** Returns the names of the individual input files. */
async function filesOf(folder: string, sources: ProgramSources): Promise<readonly string[]> {
  const { files } = await findProgramInputs(sources);
  return files.map((file) => relative(folder, file)).toSorted();
}

test('a JavaScript program is decided by its imports and the manifests of its package', async (context) => {
  const folder = await createFolder(context, {
    'package.json': '{}',
    'package-lock.json': '{}',
    'src/app.mjs': `
      import { a } from './a.js';
      export * from "../lib/b";
      import express from 'express';
      const c = require('./c'), d = await import('./data.json');
      import './effects.mjs'; import gone from './gone.js';`,
    'src/a.js': `import type { Own } from './own.js'; import './app.mjs';`,
    'src/own.ts': '',
    'src/c/index.cjs': `require('.')`,
    'src/data.json': '{}',
    'src/effects.mjs': '',
    'src/unused.js': '',
    'lib/b.ts': '',
    'node_modules/express/index.js': '',
  });
  const script = join(folder, 'src/app.mjs');
  assert.deepEqual(await filesOf(folder, { kind: 'javaScript', script }), [
    'lib/b.ts',
    'package-lock.json',
    'package.json',
    'src/a.js',
    'src/app.mjs',
    'src/c/index.cjs',
    'src/data.json',
    'src/effects.mjs',
    'src/own.ts',
  ]);
});

test('a Python program is decided by the modules beside it, but not by installed ones', async (context) => {
  const folder = await createFolder(context, {
    'requirements.txt': 'flask',
    'main.py': `
import os, shop.cart as cart
from shop import (
    orders,  # the orders
    missing,
)
    `,
    'shop/__init__.py': 'from .prices import total',
    'shop/cart.py': 'from . import orders\nfrom ..common import log',
    'shop/orders.py': '',
    'shop/prices.py': '',
    'common.py': '',
    'unused.py': '',
  });
  assert.deepEqual(await filesOf(folder, { kind: 'python', script: join(folder, 'main.py') }), [
    'common.py',
    'main.py',
    'requirements.txt',
    'shop/__init__.py',
    'shop/cart.py',
    'shop/orders.py',
    'shop/prices.py',
  ]);
});

test('a Python module is decided by its package if that is in the working directory', async (context) => {
  const folder = await createFolder(context, {
    'shop/__init__.py': '',
    'shop/__main__.py': 'from shop import cart',
    'shop/cart.py': '',
  });
  assert.deepEqual(await filesOf(folder, { kind: 'pythonModule', folder, module: 'shop' }), [
    'shop/__init__.py',
    'shop/__main__.py',
    'shop/cart.py',
  ]);
  assert.deepEqual(await filesOf(folder, { kind: 'pythonModule', folder, module: 'uvicorn' }), []);
});

test('a package script is decided by the nearest manifest and the lock file of its workspace', async (context) => {
  const folder = await createFolder(context, {
    'package.json': '{}',
    'pnpm-lock.yaml': '',
    'web/package.json': '{}',
    'web/index.js': '',
  });
  assert.deepEqual(await filesOf(folder, { kind: 'package', folder: join(folder, 'web') }), [
    'pnpm-lock.yaml',
    'web/package.json',
  ]);
});

test('a Go program is decided by the sources of its module', async (context) => {
  const folder = await createFolder(context, { 'go.mod': '', 'cmd/server/main.go': '' });
  const sources = { kind: 'go', folder: join(folder, 'cmd/server') } as const;
  assert.deepEqual(await filesOf(folder, sources), ['go.mod']);
  const [inputs] = (await findProgramInputs(sources)).folders;
  assert.equal(inputs?.path, folder);
  assert.deepEqual(
    ['a.go', 'a_test.go', 'a.txt'].map((name) => inputs.hasFile(name)),
    [true, false, false],
  );
  assert.deepEqual(
    ['internal', '.git', 'testdata'].map((name) => inputs.hasFolder(name)),
    [true, false, false],
  );
});

test('a Rust program is decided by the sources of its workspace', async (context) => {
  const folder = await createFolder(context, { 'Cargo.lock': '', 'api/Cargo.toml': '' });
  const sources = { kind: 'rust', folder: join(folder, 'api') } as const;
  assert.deepEqual(await filesOf(folder, sources), ['Cargo.lock', 'api/Cargo.toml']);
  const [inputs] = (await findProgramInputs(sources)).folders;
  assert.equal(inputs?.path, folder);
  assert.deepEqual(
    ['lib.rs', 'Cargo.toml', 'x.txt'].map((name) => inputs.hasFile(name)),
    [true, true, false],
  );
  assert.equal(inputs.hasFolder('target'), false);
});
