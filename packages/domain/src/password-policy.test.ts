import { describe, expect, it } from 'vitest';
import { PASSPHRASE_LENGTH_MIN, passwordFault } from './password-policy.ts';

const OWNER = {
  email: 'dana.whitfield@adler.example',
  name: 'Dana Whitfield',
  firmName: 'Adler & Brandt LLP',
};

describe('a password', () => {
  it.each([
    ['eleven7char', 'PASSWORD_TOO_SHORT'],
    ['no digits here', 'PASSWORD_TOO_SIMPLE'],
    ['839274610582', 'PASSWORD_TOO_SIMPLE'],
    ['blue-hat-37x', null],
    ['fifteen letters', 'PASSWORD_TOO_SIMPLE'],
    ['sixteen letters!', null],
    ['correct horse battery staple', null],
    ['aaaaaaaaaaaaaaaaaaaa', 'PASSWORD_TOO_COMMON'],
    ['P@ssw0rd2024!!', 'PASSWORD_TOO_COMMON'],
    ['qwertyuiop123456789', 'PASSWORD_TOO_COMMON'],
    ['Makewhole2026!!!', 'PASSWORD_TOO_COMMON'],
    ['my password is in the kitchen', null],
    ['dana.whitfield@adler.example', 'PASSWORD_OF_YOUR_NAMES'],
    ['Adler&Brandt2026', 'PASSWORD_OF_YOUR_NAMES'],
    ['Whitfield2026!!!', 'PASSWORD_OF_YOUR_NAMES'],
    ['the Adler office coffee is cold', null],
  ])('%s: %s', (password, fault) => {
    expect(passwordFault(password, OWNER)).toBe(fault);
  });

  it('counts code points of the form that is hashed', () => {
    expect(passwordFault('пароль-кот-7', OWNER)).toBeNull();
    expect(passwordFault('пароль-ко-7', OWNER)).toBe('PASSWORD_TOO_SHORT');
    // Six code points, twelve UTF-16 units.
    expect(passwordFault('🐢🐇🐎🐬🐧🐊', OWNER)).toBe('PASSWORD_TOO_SHORT');
    // Sixteen units, of which eight are combining accents: eight characters.
    expect(passwordFault('e\u0301'.repeat(8), OWNER)).toBe('PASSWORD_TOO_SHORT');
  });

  it('is not compared with names where nobody knows whose it will be', () => {
    expect(passwordFault('dana.whitfield@adler.example', null)).toBeNull();
  });

  it('may be words alone from sixteen characters on', () => {
    const words = 'violet harbor lamp';
    expect(passwordFault(words.slice(0, PASSPHRASE_LENGTH_MIN), OWNER)).toBeNull();
    expect(passwordFault(words.slice(0, PASSPHRASE_LENGTH_MIN - 1), OWNER)).toBe('PASSWORD_TOO_SIMPLE');
  });
});
