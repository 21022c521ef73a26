// The middleware: from a request to its handler and back. What a request passes, in order:
//   head:  request id, language, target → route → caller → login → CSRF → media type and size
//   body:  handler on its thread (io, readers, slow), or a queued act → problem or reply →
//   compression → access log
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "http/call.hpp"
#include "http/documents.hpp"
#include "http/events.hpp"
#include "http/router.hpp"
#include "http/static_files.hpp"
#include "http/worker_pool.hpp"

namespace lingqu::http {

class App final : public Service {
 public:
  App(engine::Engine& engine, const ServerSettings& settings);
  ~App() override;

  void set_tls(bool tls) { services_.tls = tls; }
  void tick();
  // No connection is left: finishes the queued work and waits for acts still with the engine.
  void stop();

  std::shared_ptr<Exchange> make_exchange() override;
  std::optional<Response> admit(Exchange& exchange, uint64_t& body_limit) override;
  void handle(const std::shared_ptr<Exchange>& exchange) override;
  Response refuse(Refusal refusal, std::string_view reason, uint64_t limit) override;
  void finish(Exchange& exchange, Response& response) override;

 private:
  base::Status identify(Call& call);
  base::Result<std::optional<Response>> admit_call(Call& call, uint64_t& body_limit);
  Response answer(Call& call);
  template <class F>
  Response fence(Call& call, F&& make);
  void submit(const std::shared_ptr<Call>& call);
  void acted(const std::shared_ptr<Call>& call, base::Result<engine::ActReply> reply);
  Response static_file(Call& call);
  void compress(const Call& call, Response& response) const;
  std::string request_id(const Call& call) const;

  const ServerSettings& settings_;
  StaticFiles files_;
  PackDocuments documents_;
  WorkerPool readers_, slow_;
  EventHub events_;
  Services services_;
  std::string id_prefix_;
  std::atomic<uint64_t> requests_{0};
  std::mutex acts_mutex_;
  std::condition_variable acts_done_;
  size_t acts_waiting_ = 0;
  unsigned ticks_ = 0;
};

}  // namespace lingqu::http
