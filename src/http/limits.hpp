// What a client may ask of the server, in bytes, seconds and connections.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lingqu::http {

struct Limits {
  size_t head = 16u << 10;
  size_t target = 8u << 10;
  size_t headers = 100;
  uint64_t json_body = 1u << 20;
  uint64_t import_body = 64u << 20;
  uint64_t file_body = 50u << 20;
  uint64_t draft_body = 6u << 20;     // a model of 2 MiB as a JSON string
  uint64_t bundle_body = 128u << 20;  // POST /verify
  uint64_t body_memory = 512u << 20;  // all bodies being received together
  int64_t request_ms = 30'000;        // from a request's first byte to its last
  int64_t idle_ms = 75'000;           // between requests of a kept connection
  int64_t write_ms = 30'000;          // for the client to take one buffer of a reply
  int64_t query_ms = 10'000;          // a query that waited longer than this is given up
  int64_t heartbeat_ms = 15'000;      // of event streams
  int64_t stream_ms =
      300'000;  // an event stream is ended after this; the client comes back and is identified anew
  int64_t drain_ms = 10'000;  // for requests in flight when the server stops
  size_t connections = 4'096;
  size_t connections_per_address = 1'024;
  size_t queued_jobs = 1'024;  // reads waiting for a worker
  size_t events_per_client = 256;
};

}  // namespace lingqu::http
