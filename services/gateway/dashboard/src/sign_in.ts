// Signing in, wherever somebody has to.
import { Code } from '@connectrpc/connect';
import { button } from './controls';
import { ask, textField } from './dialog';
import { h } from './dom';
import { say } from './language';
import { session, signIn } from './session';
import { type Failure, failureText, signInText } from './transport/failure';

const words = (failure: Failure) =>
  failure.code === Code.Unauthenticated ? say('session.wrong_password') : failureText(failure);

export async function askAndSignIn(): Promise<void> {
  const title = say('session.sign_in');
  await ask(
    title,
    [
      textField('account', say('session.account'), {
        required: true,
        max: 64,
        autocomplete: 'username',
      }),
      textField('password', say('session.password'), {
        required: true,
        type: 'password',
        max: 256,
        autocomplete: 'current-password',
      }),
    ],
    title,
    (form) => signIn(String(form.get('account')), String(form.get('password'))),
    { doing: say('session.signing_in'), retype: 'password', words },
  );
}

export const signInButton = () =>
  button(say('session.sign_in'), () => void askAndSignIn(), { class: 'primary' });

/** Why nobody reads here, and the way in. */
export const signInNote = () =>
  h(
    'div',
    { class: session.value.ended ? 'failure' : 'notice', role: 'alert' },
    h('p', {}, signInText()),
    signInButton(),
  );
