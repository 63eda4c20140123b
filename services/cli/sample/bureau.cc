#include "services/cli/sample/bureau.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "services/budget/check.h"
#include "services/budget/decimal.h"

namespace yuheng::cli {
namespace {

using budget::kFenPerWanYuan;

constexpr std::array<const char*, 12> kFirst = {
    "云", "青", "霁", "苍", "望", "澄", "松", "雁", "景", "叠", "星", "栖"};
constexpr std::array<const char*, 12> kSecond = {
    "澜县", "岚县", "禾区", "峦县", "舒县", "溪市",
    "屿县", "陂区", "曜县", "翠县", "汀县", "砚区"};

constexpr std::string_view kPrefectureName = "天衡州";
constexpr std::string_view kFullName = "天衡自治州";

// The prefecture's bureaus come first, then district after district.
std::string NameOf(int index) {
  const auto& kinds = BureauKinds();
  const int district = index / static_cast<int>(kinds.size());
  const std::string& kind = kinds[index % kinds.size()].name;
  if (district == 0) return std::string(kPrefectureName) + kind;
  const int d = district - 1;
  YUHENG_CHECK(d < static_cast<int>(kFirst.size() * kSecond.size()));
  // Steps through both lists at once, so that neighbours look different.
  const int first = d % kFirst.size();
  const int second = (d / kFirst.size() + first) % kSecond.size();
  return std::string(kPrefectureName) + kFirst[first] + kSecond[second] + kind;
}

// Builds one bureau's atoms.
class Maker {
 public:
  Maker(const BureauOptions& options, Random* random)
      : options_(options), random_(*random) {}

  Bureau Make() {
    const auto& kinds = BureauKinds();
    bureau_.kind = &kinds[options_.index % kinds.size()];
    bureau_.name = NameOf(options_.index);
    bureau_.code = std::to_string(201 + options_.index);
    bureau_.fiscal_year = options_.fiscal_year;
    bureau_.sheet_name = bureau_.name;
    // As an autonomous prefecture is called in full.
    if (random_.OneIn(5)) {
      bureau_.sheet_name.replace(0, kPrefectureName.size(), kFullName);
    }
    shrinking_ = random_.OneIn(4);
    small_ = random_.OneIn(5);
    MakeOffices();
    MakeStaff();
    if (!random_.OneIn(16)) MakeProjects();
    MakeConventions();
    return std::move(bureau_);
  }

 private:
  int64_t Grain(int64_t fen) const {
    return std::max(fen - fen % options_.grain_fen, options_.grain_fen);
  }

  // A random amount between two bounds in 分.
  int64_t Amount(int64_t low_fen, int64_t high_fen) {
    return Grain(random_.Between(low_fen, high_fen));
  }

  // `per_mille` of an amount.
  int64_t Share(int64_t fen, int64_t per_mille) const {
    return Grain(fen / 1000 * per_mille);
  }

  int64_t Prior(int64_t fen) {
    return shrinking_ ? Grain(fen / 1000 * random_.Between(990, 1150))
                      : Grain(fen / 1000 * random_.Between(880, 1010));
  }

  void Add(const std::string& function, Source source,
           const std::string& economic, int project, int64_t amount_fen,
           int64_t prior_fen) {
    bureau_.atoms.push_back(
        {function, source, economic, project, amount_fen, prior_fen});
  }

  void AddBasic(const std::string& function, const std::string& economic,
                int64_t amount_fen) {
    Add(function, Source::kGeneral, economic, kNoProject, amount_fen,
        Prior(amount_fen));
  }

  bool Has(Source source) const {
    return std::any_of(
        bureau_.atoms.begin(), bureau_.atoms.end(),
        [source](const Atom& atom) { return atom.source == source; });
  }

  void MakeConventions() {
    bureau_.own_money_merged =
        Has(Source::kCarryUnit) &&
        (Has(Source::kUnitService) || Has(Source::kUnitOther)) &&
        random_.OneIn(3);
    bureau_.carry_in_table4 = Has(Source::kCarryGeneral) && random_.OneIn(4);
    bureau_.operating_of_office_only =
        !bureau_.subordinate_units.empty() && random_.OneIn(3);
  }

  void MakeOffices() {
    std::vector<std::string> names = {"办公室",     "规划财务科", "政策法规科",
                                      "组织人事科", "业务管理科", "监督检查科",
                                      "行政审批科", "信息统计科"};
    names.resize(random_.Between(3, 8));
    bureau_.offices = names;
  }

  void MakeStaff() {
    const auto& types = bureau_.kind->unit_types;
    bureau_.vehicles = random_.Between(0, 4);
    MakeUnit(bureau_.kind->administration, true,
             small_ ? random_.Between(4, 9) : random_.Between(12, 48));
    const std::string place =
        bureau_.name.substr(0, bureau_.name.size() - bureau_.kind->name.size());
    for (const auto& type : types) {
      for (const std::string& name : type.names) {
        if (bureau_.subordinate_units.size() >= 5 || small_ ||
            !random_.OneIn(2)) {
          continue;
        }
        bureau_.subordinate_units.push_back(place + name);
        MakeUnit(type.function, false, random_.Between(8, 90));
      }
    }
    bureau_.posts = bureau_.active + random_.Between(0, 9);
    bureau_.active_change = random_.Between(-2, 3);
    bureau_.retired_change = random_.Between(-1, 2);
  }

  void MakeUnit(const std::string& function, bool administration, int heads) {
    const int retired = static_cast<int>(random_.Between(2, 4 + heads / 3));
    const int veterans = administration && random_.OneIn(4) ? 1 : 0;
    bureau_.active += heads;
    bureau_.retired += retired;
    bureau_.veterans += veterans;
    MakeWages(function, administration, heads);
    MakePublic(function, administration, heads);
    const int64_t pension = Amount(2'300'000, 3'100'000);
    if (veterans > 0) AddBasic("2080501", "30301", pension * 2);
    AddBasic(administration ? "2080501" : "2080502", "30302",
             Grain(pension / 9 * retired));
    if (random_.OneIn(2)) {
      AddBasic(function, "30307", Amount(700'000, 16'000'000));
    }
    if (random_.OneIn(2))
      AddBasic(function, "30309", Amount(400'000, 3'000'000));
  }

  void MakeWages(const std::string& function, bool administration, int heads) {
    const int64_t pay = heads * Amount(6'200'000, 9'800'000);
    const int64_t base = Share(pay, random_.Between(400, 460));
    const int64_t allowance =
        Share(pay, administration ? random_.Between(280, 330)
                                  : random_.Between(90, 130));
    const int64_t bonus = Share(pay, random_.Between(70, 140));
    const int64_t merit = Share(pay, administration ? 60 : 320);
    const int64_t wages = base + allowance + bonus + merit;
    AddBasic(function, "30101", base);
    AddBasic(function, "30102", allowance);
    AddBasic(function, "30103", bonus);
    AddBasic(function, "30107", merit);
    AddBasic("2080505", "30108", Share(wages, 160));
    AddBasic("2080506", "30109", Share(wages, 80));
    AddBasic(administration ? "2101101" : "2101102", "30110", Share(wages, 80));
    if (administration) AddBasic("2101103", "30111", Share(wages, 12));
    AddBasic(function, "30112", Share(wages, 7));
    AddBasic("2210201", "30113", Share(wages, 120));
    if (random_.OneIn(3)) AddBasic(function, "30199", Share(wages, 25));
    AddBasic(function, "30228", Share(wages, 20));
    AddBasic(function, "30229", Share(wages, 22));
  }

  void MakePublic(const std::string& function, bool administration, int heads) {
    static constexpr std::array<const char*, 12> kItems = {
        "30201", "30202", "30205", "30206", "30207", "30208",
        "30209", "30211", "30213", "30216", "30226", "30299"};
    for (const char* item : kItems) {
      if (!random_.Percent(70)) continue;
      const int64_t amount = Amount(400'000, 200'000 + heads * 150'000);
      AddBasic(function, item, amount);
      MakeOwnBasic(function, item);
    }
    if (!administration) return;
    AddBasic(function, "30239", Amount(600'000, heads * 400'000));
    if (!random_.OneIn(8)) {
      AddThree(function, "30217", Amount(300'000, 1'600'000));
    }
    if (bureau_.vehicles > 0) {
      AddThree(function, "30231",
               bureau_.vehicles * Amount(1'600'000, 2'900'000));
    }
    if (random_.OneIn(12))
      AddThree(function, "30212", Amount(3'000'000, 9'000'000));
  }

  void AddThree(const std::string& function, const std::string& economic,
                int64_t amount_fen) {
    int64_t prior = amount_fen;
    if (random_.OneIn(2)) {
      prior = std::max(Grain(amount_fen / 1000 * random_.Between(1020, 1200)),
                       amount_fen);
    } else if (random_.OneIn(5)) {
      prior = Grain(amount_fen / 1000 * random_.Between(900, 980));
    }
    Add(function, Source::kGeneral, economic, kNoProject, amount_fen, prior);
  }

  // Running costs that a unit pays from what it earns.
  void MakeOwnBasic(const std::string& function, const std::string& economic) {
    if (bureau_.kind->earns.empty() || !random_.OneIn(4)) return;
    const int64_t amount = Amount(1'500'000, 40'000'000);
    Add(function, OwnSource(), economic, kNoProject, amount,
        random_.OneIn(3) ? 0 : Share(amount, random_.Between(900, 1000)));
  }

  Source OwnSource() {
    if (random_.OneIn(4) && options_.carried) return Source::kCarryUnit;
    if (bureau_.kind->earns == "special") return Source::kSpecial;
    return bureau_.kind->earns == "unit_biz" ? Source::kUnitService
                                             : Source::kUnitOther;
  }

  void MakeProjects() {
    const BureauKind& kind = *bureau_.kind;
    std::vector<std::string> topics = kind.topics;
    random_.Shuffle(&topics);
    const size_t count = static_cast<size_t>(
        random_.Between(2, std::min<int>(6, topics.size())));
    bool car_bought = false;
    for (size_t i = 0; i < count; ++i) {
      MakeProject(topics[i], random_.Pick(kind.project_functions),
                  i == 0 ? Source::kGeneral : ProjectSource(), &car_bought);
    }
    if (!kind.fund_functions.empty() && random_.OneIn(2)) {
      const size_t first = random_.Index(kind.fund_functions.size());
      const size_t funds = kind.fund_functions.size() > 1 ? 2 : 1;
      for (size_t i = 0; i < funds; ++i) {
        MakeProject(
            kind.topics[i] + "基金",
            kind.fund_functions[(first + i) % kind.fund_functions.size()],
            random_.OneIn(4) && options_.transfers ? Source::kFundAbove
                                                   : Source::kFund,
            &car_bought);
      }
    }
    if (!kind.soe_functions.empty() && random_.OneIn(2) &&
        options_.state_capital) {
      MakeProject("国有企业改革", random_.Pick(kind.soe_functions),
                  Source::kStateCapital, &car_bought);
    }
  }

  Source ProjectSource() {
    const int64_t roll = random_.Between(1, 100);
    if (roll <= 62) return Source::kGeneral;
    if (roll <= 80) {
      return options_.transfers ? Source::kGeneralAbove : Source::kGeneral;
    }
    if (!options_.carried && (roll <= 90 || bureau_.kind->earns.empty())) {
      return Source::kGeneral;
    }
    if (roll <= 90) return Source::kCarryGeneral;
    return bureau_.kind->earns.empty() ? Source::kCarryUnit : OwnSource();
  }

  void MakeProject(const std::string& topic, const std::string& function,
                   Source source, bool* car_bought) {
    static constexpr std::array<const char*, 4> kSuffixes = {
        "工作经费", "专项经费", "项目", "补助资金"};
    Project project;
    project.topic = topic;
    project.function = function;
    project.fiscal = IsFiscal(source);
    project.carried = source == Source::kCarryGeneral;
    project.name = topic + kSuffixes[random_.Index(kSuffixes.size())];
    if (project.carried) {
      project.name =
          std::to_string(bureau_.fiscal_year - 1) + "年" + project.name;
    }
    if (!project.fiscal) project.name += "（自有资金）";
    project.executing_unit =
        bureau_.subordinate_units.empty() || random_.OneIn(2)
            ? bureau_.name
            : random_.Pick(bureau_.subordinate_units);
    const int index = static_cast<int>(bureau_.projects.size());
    bureau_.projects.push_back(project);

    // Round sums mostly, as real budgets have them.
    int64_t total = random_.Between(4, 60) * 5 * kFenPerWanYuan / 2;
    if (source == Source::kStateCapital || IsFund(source)) total *= 4;
    if (options_.grain_fen < 10'000) {
      total += random_.Between(0, 999'999);
    } else if (random_.OneIn(3)) {
      total += random_.Between(0, 99) * 10'000;
    }
    const bool fresh = random_.OneIn(4) || source == Source::kCarryGeneral ||
                       source == Source::kCarryUnit;
    const bool unchanged = random_.OneIn(2);
    MakeAllocation(index, function, source, total, fresh, unchanged);
    // The same project under a second item.
    const std::string& second = random_.Pick(bureau_.kind->project_functions);
    if (source == Source::kGeneral && second != function && random_.OneIn(8)) {
      MakeAllocation(index, second, source, Grain(total / 2), fresh, unchanged);
    }
    // A part carried over beside the new money; T7 shows only the new one.
    if (source == Source::kGeneral && random_.OneIn(8) && options_.carried) {
      Add(function, Source::kCarryGeneral, "30227", index,
          Amount(1'000'000, 9'000'000), 0);
    }
    if (source == Source::kGeneral && !*car_bought && random_.OneIn(15)) {
      *car_bought = true;
      if (bureau_.vehicles == 0) bureau_.vehicles = 1;
      Add(function, source, "31013", index, Amount(15'000'000, 18'000'000), 0);
    }
  }

  void MakeAllocation(int index, const std::string& function, Source source,
                      int64_t total, bool fresh, bool unchanged) {
    static constexpr std::array<const char*, 8> kUses = {
        "30201", "30211", "30216", "30227", "30226", "31003", "31005", "30399"};
    const size_t first = random_.Index(kUses.size());
    const size_t parts = static_cast<size_t>(random_.Between(1, 3));
    int64_t left = total;
    for (size_t i = 0; i < parts; ++i) {
      const int64_t amount =
          i + 1 == parts ? left : Share(total, random_.Between(150, 300));
      left -= amount;
      int64_t prior = unchanged ? amount : Prior(amount);
      if (fresh) prior = 0;
      Add(function, source, Use(source, kUses[(first + 3 * i) % kUses.size()]),
          index, amount, prior);
    }
  }

  // State capital goes to enterprises.
  static std::string Use(Source source, const char* economic) {
    return source == Source::kStateCapital ? "31299" : economic;
  }

  const BureauOptions& options_;
  Random& random_;
  bool shrinking_ = false;  // Most money is less than last year's.
  bool small_ = false;
  Bureau bureau_;
};

}  // namespace

Bureau MakeBureau(const BureauOptions& options, Random* random) {
  return Maker(options, random).Make();
}

}  // namespace yuheng::cli
