#include "dmn/batch.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "dmn/detail/block.hpp"

namespace lingqu::dmn {

BatchOutcome evaluate_batch(const Model& model, const std::vector<std::string>& decisions,
                            const std::vector<Column>& inputs, size_t rows,
                            const BatchOptions& options) {
  const Compiled& compiled = model.compiled();
  BatchOutcome outcome;
  std::vector<std::pair<uint32_t, const Column*>> given;
  for (const Column& column : inputs) {
    const uint32_t id = compiled.find(column.name);
    if (id == kNoElement || column.values.size() < rows) {
      outcome.unknown.push_back(column.name);
    } else {
      given.emplace_back(id, &column);
    }
  }
  std::vector<uint32_t> wanted;
  for (const std::string& name : decisions) {
    const uint32_t id = compiled.find(name);
    if (id == kNoElement) {
      outcome.unknown.push_back(name);
    } else {
      wanted.push_back(id);
    }
  }
  if (decisions.empty()) {
    for (uint32_t id = 0; id < compiled.elements.size(); ++id) {
      const Element& element = compiled.elements[id];
      if (element.kind == Element::Kind::kDecision && element.full_name == element.name)
        wanted.push_back(id);
    }
  }
  for (const uint32_t id : wanted)
    outcome.columns.push_back({compiled.elements[id].full_name, std::vector<feel::Value>(rows)});

  const size_t blocks = (rows + Block::kRows - 1) / Block::kRows;
  std::atomic<size_t> next{0}, stopped{0};
  const auto work = [&] {
    Block block(compiled, options.budget, options.moment);
    for (size_t number = next++; number < blocks; number = next++) {
      const size_t first = number * Block::kRows, count = std::min(Block::kRows, rows - first);
      block.begin(count);
      for (const auto& [id, column] : given) block.set(id, column->values.data() + first);
      for (size_t i = 0; i < wanted.size(); ++i) {
        const feel::Value* values = block.get(wanted[i]);
        std::copy(values, values + count,
                  outcome.columns[i].values.begin() + static_cast<std::ptrdiff_t>(first));
      }
    }
    stopped += block.stopped();
  };
  const size_t most =
      options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> workers;
  for (size_t i = 1; i < std::min(most, blocks); ++i) workers.emplace_back(work);
  work();
  for (std::thread& worker : workers) worker.join();
  outcome.stopped = stopped;
  return outcome;
}

}  // namespace lingqu::dmn
