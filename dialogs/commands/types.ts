import { addType } from '../add-type.ts';
import { noTypes, typeAdded, typeInUse, typeRenamed, typeRestored, typeRetired, typeTaken, unknownType } from '../cards/type-changed.ts';
import { typeList } from '../cards/type-list.ts';
import type { Dialog } from '../dialog.ts';
import { renameType } from '../rename-type.ts';
import { restoreType, retireType } from '../retire-type.ts';
import type { ListedType, TypeChange, TypeKind } from '../services/types.ts';
import type { Services } from '../services.ts';
import { findType, nearestTypes, readRename, typeName, typeWords } from '../type-names.ts';
import { bare } from '../understand.ts';
import { begin, type Chapter, type Command, card, type Reply } from './command.ts';

/** The payment and delivery types of the workspace. */
export const types: Chapter = {
  dialogs: [addType, renameType, retireType, restoreType],
  commands: [typesCommand('payment', 'How orders were paid'), typesCommand('delivery', 'How orders are delivered')],
};

function typesCommand(kind: TypeKind, what: string): Command {
  const { list, one } = typeWords[kind];
  return {
    words: [list, one],
    role: ([act = '']) => (acts.has(bare(act)) ? 'manager' : undefined),
    usage: list,
    help: `${what}, in your own words: add, rename, retire. Also: “${list} add <name>”, “${list} rename <name> to <new>”.`,
    answer: ([act = '', ...said], services) => (acts.get(bare(act)) ?? show)(kind, said, services),
  };
}

type Act = (kind: TypeKind, said: string[], services: Services) => Promise<Reply>;

const add: Act = async (kind, said, services) => {
  const name = typeName.safeParse(said.join(' '));
  if (!name.success) return begin(addType, { list: { kind }, ...(said.length > 0 && { type: { name: said.join(' ') } }) });
  return told(kind, await services.addType({ kind, name: name.data }), (type) => typeAdded(kind, type));
};

const rename: Act = async (kind, said, services) => {
  const all = await services.types(kind);
  const { name, to } = readRename(said, all);
  const newName = to ? { ending: ` to ${to}`, given: { to: { name: to } } } : {};
  const about: About = { kind, name, act: 'rename', all, offered: all, dialog: renameType, ...newName };
  return aboutType(about, async ({ id, name: before }) => {
    const wanted = typeName.safeParse(to);
    if (!wanted.success) return undefined;
    return told(kind, await services.renameType({ kind, id, name: wanted.data }), (type) => typeRenamed(kind, type, before));
  });
};

const retire: Act = async (kind, said, services) => {
  const all = await services.types(kind);
  const offered = all.filter(({ retired }) => !retired);
  const about: About = { kind, name: said.join(' '), act: 'retire', all, offered, dialog: retireType };
  return aboutType(about, async ({ id }) => told(kind, await services.retireType({ kind, id }), (type) => typeRetired(kind, type)));
};

const restore: Act = async (kind, said, services) => {
  const all = await services.types(kind);
  const offered = all.filter(({ retired }) => retired);
  const about: About = { kind, name: said.join(' '), act: 'restore', all, offered, dialog: restoreType };
  return aboutType(about, async ({ id }) => told(kind, await services.restoreType({ kind, id }), (type) => typeRestored(kind, type)));
};

const show: Act = async (kind, _said, services) => card(typeList(kind, await services.types(kind)));

const acts = new Map<string, Act>(Object.entries({ add, new: add, rename, retire, remove: retire, delete: retire, restore }));

/** `offered` are asked for when none is named; `ending` is what was said after the name. */
type About = {
  kind: TypeKind;
  name: string;
  act: 'rename' | 'retire' | 'restore';
  all: ListedType[];
  offered: ListedType[];
  ending?: string;
  dialog: Dialog<Services>;
  given?: Record<string, Record<string, unknown>>;
};

/** Finds the type that is named, and does it; asks for what is missing. */
async function aboutType(about: About, work: (type: ListedType) => Promise<Reply | undefined>): Promise<Reply> {
  const { kind, name, act, all, offered, ending = '', dialog, given } = about;
  const type = findType(name, all);
  if (offered.length === 0 && !type) return card(noTypes(kind, act));
  if (!type && name)
    return card(unknownType(kind, name, nearestTypes(name, offered), (one) => `${typeWords[kind].list} ${act} ${one}${ending}`));
  const meant = (type ? [type] : offered).map(({ id, name }) => ({ id, name }));
  return (type && (await work(type))) ?? begin(dialog, { list: { kind }, types: { list: meant }, ...given });
}

/** How a change ended. */
function told(kind: TypeKind, change: TypeChange, done: (type: ListedType) => ReturnType<typeof typeAdded>): Reply {
  if (change.state === 'done') return card(done(change.type));
  if (change.state === 'taken') return card(typeTaken(kind, change.type));
  return card(change.state === 'in use' ? typeInUse(kind, change.type) : noTypes(kind, 'rename'));
}
