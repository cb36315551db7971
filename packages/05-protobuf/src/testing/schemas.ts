// The schema shared by this chapter's tests, with every kind of field.

import { parseProto } from '../proto/load';

export const everything = parseProto(`
  syntax = "proto3";
  package test;

  message Everything {
    double f64 = 1;
    float f32 = 2;
    int32 i32 = 3;
    int64 i64 = 4;
    uint32 u32 = 5;
    uint64 u64 = 6;
    sint32 s32 = 7;
    sint64 s64 = 8;
    fixed32 x32 = 9;
    fixed64 x64 = 10;
    sfixed32 y32 = 11;
    sfixed64 y64 = 12;
    bool flag = 13;
    string text = 14;
    bytes blob = 15;
    Color color = 16;
    Everything inner = 17;
    optional int32 maybe = 18;
    optional string maybe_text = 19;
    repeated int32 numbers = 20;
    repeated sint64 wide = 21 [packed = false];
    repeated string texts = 22;
    repeated Leaf leaves = 23;
    repeated Color colors = 24;
    repeated double reals = 25;
    map<string, int32> counts = 26;
    map<int64, Leaf> by_id = 27;
    map<bool, bytes> blobs = 28;
    oneof choice {
      int32 number = 29;
      string word = 30;
      Leaf leaf = 31;
    }
    int32 far = 536870911;
  }

  message Leaf {
    string name = 1;
    uint32 size = 2;
  }

  enum Color {
    NONE = 0;
    RED = 1;
    BACK = -1;
  }
`);

export const everyType = everything.message('test.Everything');
export const leafType = everything.message('test.Leaf');
