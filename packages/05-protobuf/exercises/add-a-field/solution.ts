// Add a field and stay compatible, solved. On the wire a field is just its number and its
// wire type, so a name may change, but a number or a type may not.

export const oldSchema = `
syntax = "proto3";

message Order {
  uint32 id = 1;
  string customer = 2;
  repeated string articles = 3;
  int32 discount = 4;
  bool express = 5;
}
`;

/**
 * `discount` cannot simply become a sint32: the wire type would stay VARINT, and an old
 * program would read -2 from a new one as 3.
 */
export function newSchema(): string {
  return `
syntax = "proto3";

message Order {
  reserved 5;
  reserved "express";

  uint32 id = 1;
  string customer_name = 2;
  repeated string articles = 3;
  int32 discount = 4;
  string note = 6;
  sint32 price_change = 7;
}
`;
}
