/** Somebody who was given the role of a manager. `mention` is what one types to name them. */
export type GivenManager = { name: string; mention: string; by: string; at: Date };

/** Who may change things. `ask`: by name, whom to ask for the role; empty where nobody is known. `you`: who is told all this. */
export type Managers = {
  /** Without accounts everybody may do everything. */
  accounts: boolean;
  /** How those are called who have every role by themselves. */
  admins: string;
  managers: GivenManager[];
  ask: string[];
  you: string;
  timeZone: string;
};

/** `is admin`: has the role by themselves, so it is neither given nor taken away. */
type Unchanged = { state: 'is admin'; name: string; admins: string } | { state: 'unknown person' } | { state: 'no accounts' };

export type ManagerAdded = { state: 'added' | 'already'; name: string } | Unchanged;
/** `admins`: how those are called through whom they have the role still. */
export type ManagerRemoved = { state: 'removed'; name: string; admins?: string } | { state: 'not a manager'; name: string } | Unchanged;

/** What dialogs may ask about people, and about the role that it takes to change things. */
export interface PeopleServices {
  /** Whether the person who asks has the role of a manager, just now. */
  mayManage(): Promise<boolean>;
  managers(): Promise<Managers>;
  /** Gives the role to the person who is meant; takes a mention as the surface hands it over. The same change twice is one. */
  addManager(said: string): Promise<ManagerAdded>;
  /** Takes it away again, also from somebody whom the messenger no longer knows. */
  removeManager(said: string): Promise<ManagerRemoved>;
}
