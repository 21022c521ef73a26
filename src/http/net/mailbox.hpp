// Carries answered exchanges from any thread to the io thread of their connection. Many answers
// that arrive while the io thread is busy or on its way cost one wake-up together.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace lingqu::http {

class Exchange;

class Mailbox {
 public:
  // `wake` schedules one drain() on the io thread.
  explicit Mailbox(std::function<void()> wake);
  void push(std::shared_ptr<Exchange> exchange);
  void drain();  // io thread
  void close();  // afterwards pushes are dropped
  bool on_own_thread() const;
  static void enter(Mailbox* own);  // the calling thread is the io thread of `own` from now on

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<Exchange>> waiting_;
  std::vector<std::shared_ptr<Exchange>> draining_;
  bool open_ = true;
  std::function<void()> wake_;
};

}  // namespace lingqu::http
