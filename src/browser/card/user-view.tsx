import type { Component } from '../../validate/components.ts';

type UserProps = Extract<Component, { componentUser: unknown }>['componentUser'];

/** Plain shows the name and the picture of one of its users; here only what it is told of them is known. */
export function UserView({ userIdentifier }: UserProps) {
  const name = 'userId' in userIdentifier ? userIdentifier.userId : userIdentifier.emailAddress;
  const [initial = '?'] = name;
  return (
    <p class="card-user" title="Plain shows this user's name and picture">
      <span class="card-avatar" aria-hidden="true">
        <bdi>{initial.toUpperCase()}</bdi>
      </span>
      <bdi class="anywhere">{name}</bdi>
    </p>
  );
}
