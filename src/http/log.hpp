// The server's log. No personal data: no addresses, names, query strings or bodies. Thread-safe;
// nothing is written before open_log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lingqu::http {

struct LogSettings {
  std::string file;     // "": standard error
  bool access = false;  // a line per request
};
void open_log(const LogSettings& settings);
void close_log();

struct AccessLine {
  std::string_view request_id, method, route;  // route: the pattern, not the path
  int status = 0;
  uint64_t bytes = 0;
  int64_t micros = 0;
  int64_t account = 0;
};
bool logs_access();
void log_access(const AccessLine& line);
void log_error(std::string_view where, std::string_view what);
void log_info(std::string_view what);
void flush_log();

}  // namespace lingqu::http
