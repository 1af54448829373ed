import type { Credential, Platform } from '../connectors/connector.ts';
import { connectors } from '../connectors/index.ts';
import type { Form } from './dialog.ts';
import { choice, type Field, secret, text } from './fields.ts';

type CredentialFields = Record<string, Field<string>>;

/** Asks for a platform's credentials, with the click path to where they are found. `without` leaves one out that is known. */
export function credentialsForm(platform: Platform, title: string, without?: string): Form<CredentialFields> {
  const { help, credentials } = connectors[platform];
  const fields = Object.entries(credentials).filter(([name]) => name !== without);
  return { title, steps: help, fields: Object.fromEntries(fields.map(([name, credential]) => [name, field(credential)])), submit: 'Check' };
}

const field = ({ secret: hidden, label, help, placeholder, schema }: Credential): Field<string> =>
  (hidden ? secret : text)(label, { help, placeholder, schema });

/** Asked only when the store cannot be reached with encryption. */
export const riskForm = () => ({
  title: 'This store has no encryption',
  text:
    'It can only be reached over plain http. Your keys and your customers’ orders would travel so that anyone on the way can read them. ' +
    'Better: ask your host to switch on https (most do it for free), then connect.',
  fields: {
    accept: choice<'no' | 'yes'>('Connect anyway?', [
      { value: 'no', label: 'No, I will switch on https first' },
      { value: 'yes', label: 'Yes, I accept the risk' },
    ]),
  },
  submit: 'Go on',
});
