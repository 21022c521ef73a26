#include "http/log.hpp"

#include <atomic>
#include <memory>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace lingqu::http {

namespace {

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance;
  return instance;
}
std::atomic<bool> access_on{false};

}  // namespace

void open_log(const LogSettings& settings) {
  spdlog::sink_ptr sink;
  if (settings.file.empty())
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  else
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file);
  auto made = std::make_shared<spdlog::logger>("http", std::move(sink));
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%f%z %l %v");
  made->flush_on(spdlog::level::err);
  std::atomic_store(&logger(), std::move(made));
  access_on = settings.access;
}

void close_log() {
  access_on = false;
  std::atomic_store(&logger(), std::shared_ptr<spdlog::logger>());
}

bool logs_access() {
  return access_on.load(std::memory_order_relaxed);
}

void log_access(const AccessLine& line) {
  if (const auto out = std::atomic_load(&logger()))
    out->info("{} {} {} {} {}B {}us account={}", line.request_id, line.method, line.route,
              line.status, line.bytes, line.micros, line.account);
}

void log_error(std::string_view where, std::string_view what) {
  if (const auto out = std::atomic_load(&logger())) out->error("{}: {}", where, what);
}

void log_info(std::string_view what) {
  if (const auto out = std::atomic_load(&logger())) out->info("{}", what);
}

void flush_log() {
  if (const auto out = std::atomic_load(&logger())) out->flush();
}

}  // namespace lingqu::http
