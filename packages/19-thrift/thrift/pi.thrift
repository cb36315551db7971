// The booklet's service with its call, and also a ping, and a note without an answer.
namespace js pi

exception IllegalArgument {
  1: string message
}

struct PiRequest {
  // How many terms of the series. Above 0, at most 10,000,000.
  1: i32 n
}

struct PiResponse {
  1: double value
}

service PiService {
  PiResponse calc(1: PiRequest req) throws (1: IllegalArgument ia)
  string ping(1: string text)
  oneway void note(1: string text)
}
