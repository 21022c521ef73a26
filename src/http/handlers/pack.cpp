#include "http/documents.hpp"
#include "http/handlers/handlers.hpp"
#include "http/negotiate.hpp"

namespace lingqu::http {

namespace {

Response document_response(Call& call, const PackDocuments::Document& document) {
  if (names_tag(call.request.header("if-none-match"), document.tag)) {
    Response unchanged = empty_response(304);
    unchanged.cache = "no-cache";
    return std::move(unchanged).with("ETag", document.tag).with("Vary", "Accept-Encoding");
  }
  Response response;
  response.type = "application/json";
  response.cache = "no-cache";
  response.compressible = false;
  response.headers.emplace_back("ETag", document.tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  const bool zipped = accepts_gzip(call.request.header("accept-encoding"));
  response.shared_body = zipped ? document.zipped : document.text;
  if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace

base::Result<Response> get_pack(Call& call) {
  return document_response(call, call.services.documents.pack(call.engine().pack()));
}

base::Result<Response> get_openapi(Call& call) {
  return document_response(call, call.services.documents.openapi(call.engine().pack()));
}

}  // namespace lingqu::http
