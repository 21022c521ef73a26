#include "http/net/response_writer.hpp"

#include <ctime>

namespace lingqu::http {

namespace {

constexpr std::string_view kApiHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox\r\n";
constexpr std::string_view kPageHeaders =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

bool has_body(const Response& response) {
  return response.status >= 200 && response.status != 204 && response.status != 304;
}

}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Status";
  }
}

uint64_t body_size(const Response& response) {
  return response.file_body ? response.file_body->size() : response.text().size();
}

void append_head(std::string& out, const Response& response, const HeadOptions& options) {
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\nDate: ").append(options.date);
  if (has_body(response) && !response.events)
    out.append("\r\nContent-Length: ").append(std::to_string(body_size(response)));
  if (!response.type.empty()) out.append("\r\nContent-Type: ").append(response.type);
  out.append("\r\nCache-Control: ").append(response.cache).append("\r\n");
  for (const auto& [name, value] : response.headers)
    out.append(name).append(": ").append(value).append("\r\n");
  out.append(response.surface == Surface::kApi ? kApiHeaders : kPageHeaders);
  if (options.tls) out.append("Strict-Transport-Security: max-age=31536000\r\n");
  if (!options.keep_alive)
    out.append("Connection: close\r\n");
  else if (options.old_client)
    out.append("Connection: keep-alive\r\n");
  out.append("\r\n");
}

std::string http_date(int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace lingqu::http
