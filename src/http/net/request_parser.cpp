#include "http/net/request_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

namespace lingqu::http {

namespace {

namespace beast = boost::beast;

class Parser final : public beast::http::basic_parser<true> {
 public:
  Parser(Request& request, size_t head_limit) : request_(request) {
    header_limit(static_cast<std::uint32_t>(head_limit));
    body_limit(boost::none);
  }

  uint64_t limit = 0;

 private:
  using View = beast::string_view;
  using Code = beast::error_code;

  static std::string_view view(View text) { return {text.data(), text.size()}; }
  bool over(uint64_t more) const { return more > limit || request_.body.size() > limit - more; }

  void on_request_impl(beast::http::verb, View method, View target, int version, Code&) override {
    request_.method = view(method);
    request_.target = view(target);
    request_.version = version;
  }
  void on_response_impl(int, View, int, Code&) override {}
  void on_field_impl(beast::http::field, View name, View value, Code&) override {
    if (!in_body_) request_.headers.push_back({view(name), view(value)});  // trailers are dropped
  }
  void on_header_impl(Code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& code) override {
    if (length && *length > limit) code = beast::http::error::body_limit;
    if (length && !code) request_.body.reserve(std::min<uint64_t>(*length, 1u << 20));
  }
  std::size_t on_body_impl(View bytes, Code& code) override {
    if (over(bytes.size())) {
      code = beast::http::error::body_limit;
      return 0;
    }
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t size, View, Code& code) override {
    if (over(size)) code = beast::http::error::body_limit;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, Code& code) override {
    return on_body_impl(bytes, code);
  }
  void on_finish_impl(Code&) override {}

  Request& request_;
  bool in_body_ = false;
};

Fault fault_of(const beast::error_code& code) {
  using beast::http::error;
  if (code == error::bad_version) return {Service::Refusal::kVersion, "HTTP version"};
  if (code == error::header_limit) return {Service::Refusal::kHeadTooLarge, "head"};
  if (code == error::body_limit) return {Service::Refusal::kBodyTooLarge, "body"};
  if (code == error::bad_method) return {Service::Refusal::kMalformed, "method"};
  if (code == error::bad_target) return {Service::Refusal::kMalformed, "request target"};
  if (code == error::bad_field) return {Service::Refusal::kMalformed, "header name"};
  if (code == error::bad_value) return {Service::Refusal::kMalformed, "header value"};
  if (code == error::bad_content_length || code == error::multiple_content_length)
    return {Service::Refusal::kMalformed, "Content-Length"};
  if (code == error::bad_transfer_encoding) return {Service::Refusal::kMalformed, "Transfer-Encoding"};
  if (code == error::bad_chunk || code == error::bad_chunk_extension)
    return {Service::Refusal::kMalformed, "chunk"};
  return {Service::Refusal::kMalformed, "syntax"};
}

}  // namespace

struct RequestParser::Impl {
  std::optional<Parser> parser;
  bool complete = false;
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;

std::optional<Fault> RequestParser::parse_head(Request& request, const Limits& limits) {
  impl_->parser.emplace(request, request.head.size() + 4);
  Parser& parser = *impl_->parser;
  parser.limit = 0;
  beast::error_code code;
  parser.put(boost::asio::buffer(request.head), code);
  if (code && code != beast::http::error::need_more) return fault_of(code);
  if (!parser.is_header_done()) return Fault{Service::Refusal::kMalformed, "syntax"};
  return check_head(request, limits);
}

bool RequestParser::done() const {
  return impl_->parser->is_done();
}
bool RequestParser::keeps_alive() const {
  return impl_->parser->keep_alive();
}
bool RequestParser::chunked() const {
  return impl_->parser->chunked();
}

uint64_t RequestParser::content_length() const {
  const auto length = impl_->parser->content_length();
  return length && !chunked() ? *length : 0;
}

void RequestParser::set_body_limit(uint64_t limit) {
  impl_->parser->limit = limit;
  impl_->parser->eager(true);
}

size_t RequestParser::parse_body(std::string_view bytes, std::optional<Fault>& fault) {
  beast::error_code code;
  const size_t used = impl_->parser->put(boost::asio::buffer(bytes.data(), bytes.size()), code);
  if (code && code != beast::http::error::need_more) fault = fault_of(code);
  return used;
}

}  // namespace lingqu::http
