#include "match/vector_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

using namespace lingqu::match;

namespace {

Vector unit(Vector vector) {
  REQUIRE(normalise(vector));
  return vector;
}

Vector drawn(std::mt19937& random, size_t dimension) {
  std::normal_distribution<float> parts;
  Vector vector(dimension);
  for (float& part : vector) part = parts(random);
  return unit(vector);
}

std::vector<int64_t> ids(const Nearness& found) {
  std::vector<int64_t> all;
  for (const Near& near : found.nearest) all.push_back(near.id);
  return all;
}

}  // namespace

TEST_CASE("the nearest come first, each with its cosine") {
  VectorIndex index;
  CHECK(index.put(1, unit({1, 0, 0})));
  CHECK(index.put(2, unit({1, 1, 0})));
  CHECK(index.put(3, unit({0, 0, 1})));
  const Nearness found = index.nearest(unit({1, 0.2F, 0}), 2);
  CHECK(ids(found) == std::vector<int64_t>{1, 2});
  CHECK(found.nearest[0].similarity == doctest::Approx(cosine(unit({1, 0, 0}), unit({1, 0.2F, 0}))).epsilon(0.01));
  CHECK(*index.similarity(3, unit({0, 0, 1})) == doctest::Approx(1).epsilon(0.01));
  CHECK_FALSE(index.similarity(4, unit({0, 0, 1})));
}

TEST_CASE("equally near records stand in the order of their ids") {
  VectorIndex index;
  for (const int64_t id : {9, 4, 7}) CHECK(index.put(id, unit({1, 1})));
  CHECK(ids(index.nearest(unit({1, 1}), 10)) == std::vector<int64_t>{4, 7, 9});
}

TEST_CASE("a byte a dimension is near enough to the full vectors") {
  std::mt19937 random(5);
  VectorIndex index;
  std::vector<Vector> all;
  for (int64_t id = 0; id < 200; ++id) {
    all.push_back(drawn(random, 256));
    REQUIRE(index.put(id, all.back()));
  }
  const Vector question = drawn(random, 256);
  float worst = 0;
  for (int64_t id = 0; id < 200; ++id) worst = std::max(worst, std::abs(*index.similarity(id, question) - cosine(all[static_cast<size_t>(id)], question)));
  CHECK(worst < 0.01);
}

TEST_CASE("after any replacing and removing the index answers as one that never held anything else") {
  std::mt19937 random(11);
  VectorIndex index;
  std::map<int64_t, Vector> kept;
  for (int step = 0; step < 500; ++step) {
    const auto id = static_cast<int64_t>(random() % 40);
    if (random() % 3 == 0) {
      index.remove(id);
      kept.erase(id);
    } else {
      kept[id] = drawn(random, 16);
      REQUIRE(index.put(id, kept[id]));
    }
  }
  VectorIndex fresh;
  for (const auto& [id, vector] : kept) REQUIRE(fresh.put(id, vector));
  const Vector question = drawn(random, 16);
  CHECK(index.size() == kept.size());
  CHECK(ids(index.nearest(question, 100)) == ids(fresh.nearest(question, 100)));
  CHECK(index.nearest(question, 1).usual == doctest::Approx(fresh.nearest(question, 1).usual));
}

TEST_CASE("a full index takes no more, but replaces; another dimension is refused until it is empty") {
  VectorIndex index(2);
  CHECK(index.put(1, unit({1, 0})));
  CHECK(index.put(2, unit({0, 1})));
  CHECK(index.full());
  CHECK_FALSE(index.put(3, unit({1, 1})));
  CHECK(index.put(2, unit({1, 0})));
  CHECK_FALSE(index.put(2, unit({1, 0, 0})));
  CHECK_FALSE(index.put(2, {}));
  CHECK(index.nearest(unit({1, 0, 0}), 5).nearest.empty());
  index.remove(1);
  index.remove(2);
  index.remove(2);
  CHECK(index.put(2, unit({1, 0, 0})));
}

TEST_CASE("closeness is what goes beyond the usual, whatever the model calls usual") {
  CHECK(closeness(0.3F, 0.3F) == doctest::Approx(0));
  CHECK(closeness(0.1F, 0.3F) == doctest::Approx(0));
  CHECK(closeness(1, 0.3F) == doctest::Approx(1));
  CHECK(closeness(0.875F, 0.75F) == doctest::Approx(0.5));
  CHECK(closeness(1, 1) == doctest::Approx(0));
  // A register whose records all lie near each other: being like them says nothing.
  std::mt19937 random(3);
  VectorIndex index;
  for (int64_t id = 0; id < 400; ++id) {
    Vector near = drawn(random, 8);
    near[0] += 6;
    REQUIRE(index.put(id, unit(near)));
  }
  const Nearness found = index.nearest(unit({1, 0, 0, 0, 0, 0, 0, 0}), 1);
  CHECK(found.usual > 0.85);
  CHECK(closeness(0.9F, found.usual) < 0.3);
}
