// A record as a reader may see it: computed fields filled in, then what is not for this reader emptied. A computed field is withheld where
// anything it looks at is: a field of the record, a record it refers to, a field of that.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/acts/surroundings.hpp"
#include "registers/formula.hpp"

namespace lingqu::engine {

class Presenter {
 public:
  // `listed_only`: of the computed fields only those shown in lists.
  Presenter(Context& context, store::Connection& connection, const RegisterTable& table, const lifecycle::Actor* actor, bool listed_only);

  // The record must have its row groups where needs_children(). `hidden`: by field, what was withheld; may be null.
  base::Status operator()(registers::Record& record, std::vector<bool>* hidden = nullptr);
  bool needs_children() const { return needs_children_; }

 private:
  // Which fields of other registers are looked at; "*" all.
  using Watched = std::map<std::string, std::set<std::string>>;
  class Around : public StoreSurroundings {
   public:
    Around(Context& context, store::Connection& connection, const lifecycle::Actor* actor)
        : StoreSurroundings(context, connection, nullptr), actor_(actor) {}
    base::Result<std::vector<lifecycle::Neighbour>> related(const std::string& register_name, const std::string& by, int64_t id) override;
    base::Result<std::optional<lifecycle::Neighbour>> referenced(const std::string& register_name, int64_t id) override;
    const Watched* watched = nullptr;
    bool withheld = false;

   private:
    base::Status watch(const std::string& register_name, int64_t id);
    const lifecycle::Actor* actor_;
  };
  struct Computed {
    int field = -1;
    std::set<int> own;  // stored fields it looks at, also through other computed ones
    Watched watched;
  };
  void collect(const registers::Formula& formula, Computed& computed);

  const RegisterTable& table_;
  const lifecycle::Actor* actor_;
  Around around_;
  std::vector<Computed> computed_;
  bool needs_children_ = false;
};

}  // namespace lingqu::engine
