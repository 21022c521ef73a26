// An embedding service that speaks the OpenAI-compatible protocol, over http or https. What is sent: the model's name, the texts, the key.
#pragma once

#include <memory>
#include <string>

#include "match/embedding.hpp"

namespace lingqu::embedding {

struct ServiceSettings {
  std::string base;                         // "https://host/v1": requests go to <base>/embeddings, redirects are not followed
  std::string model;
  std::string key;                          // sent as bearer; empty: none
  size_t batch = 32;                        // texts a request
  size_t largest_reply = size_t{16} << 20;  // bytes
};

// Asks nothing yet. kEmbeddings: the address, the model or the key cannot be used. $http_proxy, $https_proxy and $no_proxy are kept to.
base::Result<std::shared_ptr<match::Embedder>> open_service(ServiceSettings settings);

}  // namespace lingqu::embedding
