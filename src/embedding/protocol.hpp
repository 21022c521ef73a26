// The OpenAI-compatible protocol of embedding services, without the network: POST <base>/embeddings {"model", "input": […]} is answered by
// {"data": [{"index", "embedding": […]}]}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "match/embedding.hpp"

namespace lingqu::embedding {

// kEmbeddings with the reason.
base::Error no_vectors(std::string zh, std::string en);

std::string request_body(const std::string& model, const std::vector<std::string>& texts);
// `count` vectors of length 1 in the order of `index` (of the list, where a service leaves it out). kEmbeddings: it is no such reply.
base::Result<std::vector<match::Vector>> read_reply(std::string_view body, size_t count);
// What the service says about its refusal; "" where it says nothing readable.
std::string reason_in(std::string_view body);

}  // namespace lingqu::embedding
