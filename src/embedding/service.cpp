#include "embedding/service.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>

#include "embedding/protocol.hpp"

namespace lingqu::embedding {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLongestConnect = 10'000;  // milliseconds
constexpr long kOk = 200;

struct FreeHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, FreeHandle>;
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

struct Reply {
  long status = 0;
  std::string body;
};

// What the callbacks of one request work on.
struct Receiving {
  std::string body;
  size_t limit = 0;
  bool too_large = false;
  const std::atomic<bool>* given_up = nullptr;
};

size_t receive(const char* bytes, size_t size, size_t count, void* into) {
  auto& receiving = *static_cast<Receiving*>(into);
  if (receiving.body.size() + size * count > receiving.limit) {
    receiving.too_large = true;
    return 0;
  }
  receiving.body.append(bytes, size * count);
  return size * count;
}

// Called while nothing happens, too: about once a second.
int go_on(void* of, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* given_up = static_cast<Receiving*>(of)->given_up;
  return given_up != nullptr && *given_up ? 1 : 0;
}

// The texts are to blame, not the service: too long, or of what it does not take.
bool blames_text(long status) { return status == 400 || status == 413 || status == 422; }

class Service final : public match::Embedder {
 public:
  explicit Service(ServiceSettings settings) : settings_(std::move(settings)), address_(settings_.base + "/embeddings") {}

  std::string name() const override { return settings_.model; }

  base::Result<std::vector<match::Vector>> embed(const std::vector<std::string>& texts, const match::Patience& patience) override {
    const Clock::time_point until = Clock::now() + std::chrono::milliseconds(patience.milliseconds);
    std::vector<match::Vector> all;
    for (size_t begin = 0; begin < texts.size(); begin += settings_.batch) {
      const size_t end = std::min(texts.size(), begin + settings_.batch);
      const std::vector<std::string> some(texts.begin() + static_cast<std::ptrdiff_t>(begin), texts.begin() + static_cast<std::ptrdiff_t>(end));
      LINGQU_TRY(reply, post(request_body(settings_.model, some), until, patience));
      if (reply.status != kOk) return refusal(reply);
      LINGQU_TRY(vectors, read_reply(reply.body, some.size()));
      if (!all.empty() && vectors.front().size() != all.front().size()) return no_vectors("各批向量维数不一", "the batches differ in dimension");
      std::move(vectors.begin(), vectors.end(), std::back_inserter(all));
    }
    return all;
  }

 private:
  base::Error refusal(const Reply& reply) const {
    std::string said = reason_in(reply.body);
    if (!settings_.key.empty() && said.find(settings_.key) != std::string::npos) said.clear();  // it may say back what it was sent
    const std::string what = fmt::format("HTTP {}{}{}", reply.status, said.empty() ? "" : ": ", said);
    base::Error error = no_vectors(what, what);
    if (blames_text(reply.status)) error.rule = match::kTextRefused;
    return error;
  }

  // A connection that is kept, or a new one.
  Handle take_handle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Handle(curl_easy_init());
    Handle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }

  Headers headers() const {
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
    list = curl_slist_append(list, "Accept: application/json");
    list = curl_slist_append(list, "Expect:");  // send the body at once
    if (!settings_.key.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + settings_.key).c_str());
    return Headers(list);
  }

  base::Result<Reply> post(const std::string& body, Clock::time_point until, const match::Patience& patience) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return too_slow(patience);
    Handle handle = take_handle();
    if (!handle) return no_vectors("内存不足", "out of memory");
    Receiving receiving{"", settings_.largest_reply, false, patience.given_up};
    const Headers sent = headers();
    CURL* curl = handle.get();
    curl_easy_reset(curl);  // the connection stays
    curl_easy_setopt(curl, CURLOPT_URL, address_.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);  // the key goes nowhere else
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);        // other threads run
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "lingqu");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, sent.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(left));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<int64_t>(left, kLongestConnect)));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, go_on);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &receiving);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    const CURLcode done = curl_easy_perform(curl);
    if (receiving.too_large)
      return no_vectors(fmt::format("答复超过 {} 字节", settings_.largest_reply), fmt::format("the reply exceeds {} bytes", settings_.largest_reply));
    if (done == CURLE_OPERATION_TIMEDOUT) return too_slow(patience);
    if (done == CURLE_ABORTED_BY_CALLBACK) return no_vectors("已停止等待", "nobody waits any more");
    if (done != CURLE_OK) return no_vectors(curl_easy_strerror(done), curl_easy_strerror(done));
    Reply reply{0, std::move(receiving.body)};
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(handle));
    return reply;
  }

  static base::Error too_slow(const match::Patience& patience) {
    return no_vectors(fmt::format("{} 毫秒内没有答复", patience.milliseconds), fmt::format("no answer within {} ms", patience.milliseconds));
  }

  ServiceSettings settings_;
  std::string address_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

// http or https, a host, and neither a user (the key has its own place) nor a query.
bool usable_address(const std::string& address) {
  if (!address.starts_with("http://") && !address.starts_with("https://")) return false;
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return false;
  for (const CURLUPart unwanted : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT}) {
    char* part = nullptr;
    const bool there = curl_url_get(url.get(), unwanted, &part, 0) == CURLUE_OK;
    curl_free(part);
    if (there) return false;
  }
  return true;
}

bool visible_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

base::Result<std::shared_ptr<match::Embedder>> open_service(ServiceSettings settings) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) return no_vectors(curl_easy_strerror(started), curl_easy_strerror(started));
  while (settings.base.ends_with('/')) settings.base.pop_back();
  if (!visible_ascii(settings.base) || !usable_address(settings.base))
    return no_vectors("地址应写作 http(s)://主机/路径，不含账号和参数", "write the address as http(s)://host/path, without user and query").at("embeddings");
  if (settings.model.empty() || !base::is_utf8(settings.model)) return no_vectors("没有写明模型", "the model is not named").at("embeddings-model");
  if (!visible_ascii(settings.key)) return no_vectors("密钥含有空白或非 ASCII 字符", "the key holds blanks or characters beyond ASCII").at("embeddings-key-file");
  settings.batch = std::max<size_t>(settings.batch, 1);
  return std::shared_ptr<match::Embedder>(std::make_shared<Service>(std::move(settings)));
}

}  // namespace lingqu::embedding
