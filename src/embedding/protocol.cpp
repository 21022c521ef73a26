#include "embedding/protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "wire/json.hpp"

namespace lingqu::embedding {

using wire::Json;

namespace {

constexpr size_t kMostDimensions = 16'384;
constexpr size_t kLongestReason = 200;  // characters

bool read_vector(const Json& list, match::Vector& vector) {
  const auto* parts = list.if_array();
  if (parts == nullptr || parts->size() > kMostDimensions) return false;
  for (const Json& part : *parts) {
    const auto* number = part.if_number();
    double value = 0;
    if (number == nullptr) return false;
    const std::string& digits = number->digits;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec != std::errc()) return false;
    vector.push_back(static_cast<float>(value));
  }
  return match::normalise(vector);
}

}  // namespace

base::Error no_vectors(std::string zh, std::string en) { return base::Error(base::ErrorCode::kEmbeddings).with("reason", base::Text{std::move(zh), std::move(en)}); }

std::string request_body(const std::string& model, const std::vector<std::string>& texts) {
  Json input{Json::Array{}};
  for (const std::string& text : texts) input.push(text);
  return wire::to_text(Json::object({{"model", model}, {"input", std::move(input)}}));
}

base::Result<std::vector<match::Vector>> read_reply(std::string_view body, size_t count) {
  const auto reply = wire::parse_json(body);
  if (!reply.ok()) return no_vectors("答复不是 JSON", "the reply is not JSON");
  const Json* data = reply->find("data");
  const auto* items = data == nullptr ? nullptr : data->if_array();
  if (items == nullptr) return no_vectors("答复中没有 data", "the reply has no data");
  if (items->size() != count)
    return no_vectors(fmt::format("送出 {} 段文本，得到 {} 个向量", count, items->size()), fmt::format("{} texts were sent and {} vectors came back", count, items->size()));
  std::vector<match::Vector> vectors(count);
  for (size_t i = 0; i < count; ++i) {
    const Json& item = (*items)[i];
    const Json* list = item.find("embedding");
    const int64_t place = item.find("index") == nullptr ? static_cast<int64_t>(i) : item.int_at("index").value_or(-1);
    if (place < 0 || place >= static_cast<int64_t>(count) || !vectors[static_cast<size_t>(place)].empty())
      return no_vectors("答复中的 index 有误", "an index of the reply is wrong");
    if (list == nullptr || !read_vector(*list, vectors[static_cast<size_t>(place)])) return no_vectors("答复中有不可用的向量", "a vector of the reply cannot be used");
  }
  const auto other = [&](const match::Vector& vector) { return vector.size() != vectors[0].size(); };
  if (std::any_of(vectors.begin(), vectors.end(), other)) return no_vectors("答复中的向量维数不一", "the vectors of the reply differ in dimension");
  return vectors;
}

std::string reason_in(std::string_view body) {
  const auto reply = wire::parse_json(body);
  if (!reply.ok()) return "";
  const Json* error = reply->find("error");
  std::string_view said;
  if (error != nullptr && error->if_string() != nullptr) said = *error->if_string();
  if (said.empty() && error != nullptr) said = error->string_at("message");
  if (said.empty()) said = reply->string_at("message");
  return std::string(base::first_code_points(said, kLongestReason));
}

}  // namespace lingqu::embedding
