// Judges my/rpc/dispatch.ts by the members and codes of its answers.

import { defineJudge } from '@bytes-up/testkit';
import { aCall } from './judge/a-call';
import type { Dispatch } from './judge/answers';
import { errors } from './judge/errors';
import { members } from './judge/members';
import { strangers } from './judge/strangers';
import { suite } from './judge/suite';

export const judge = defineJudge<Dispatch>({
  stages: [
    { title: 'a call', names: ['dispatch'], cases: aCall },
    { title: 'errors', names: ['dispatch'], cases: errors },
    { title: 'members', names: ['dispatch'], cases: members },
    { title: 'strangers', names: ['dispatch'], cases: strangers },
    { title: 'the suite', names: ['dispatch'], cases: suite },
  ],
});
