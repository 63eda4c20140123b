#include <utility>

#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/table_text.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

constexpr const char* kChineseNumbers[] = {"零", "一", "两", "三", "四", "五",
                                           "六", "七", "八", "九", "十"};

// One sheet. Weights add up to 90: 40 output, 20 cost, 20 benefit, 10
// satisfaction, 10 being left for the rate of spending; or to 100, 50 of them
// output (domain.md section 7).
class Sheet {
 public:
  Sheet(const Bureau& bureau, int project, Wording* wording, Random* random)
      : bureau_(bureau),
        wording_(*wording),
        random_(*random),
        stem_("P" + std::to_string(project + 1) + ":"),
        project_(bureau.projects[project]),
        flow_(FlowOf(bureau, [project](const Atom& atom) {
          return atom.project == project;
        })) {}

  std::string Write() {
    const std::string year = std::to_string(bureau_.fiscal_year);
    const std::string& topic = project_.topic;
    const int64_t times = random_.Between(2, 24);
    const int64_t people = random_.Between(5, 90) * 10;
    WriteHead();
    WriteGoal(times, people);
    text_ +=
        RowText({"一级指标", "二级指标", "三级指标", "指标值", "指标值设置依据",
                 "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料"});
    const int64_t output = wording_.style().weights == 100 ? 10 : 8;
    const std::string& least = wording_.style().at_least;
    const std::string& most = wording_.style().at_most;
    Add("产出指标", "数量指标", topic + "活动次数", least,
        std::to_string(times) + "次",
        std::to_string(times - random_.Between(0, 1)) + "次", output);
    Add("", "", topic + "服务人数", least, std::to_string(people) + "人",
        std::to_string(people - 10 * random_.Between(0, 3)) + "人", output);
    Add("", "质量指标", topic + "任务合格率", least, "95%", "95%", output);
    Add("", "时效指标", topic + "任务及时率", "=", "100%", "100%", output);
    Add("", "", topic + "任务完成时间", most, year + "年11月30日",
        std::to_string(bureau_.fiscal_year - 1) + "年11月30日", output);
    AddCosts();
    Add("效益指标", "社会效益指标", bureau_.kind->field + "服务能力", "",
        "有效提升", "有效提升", 20);
    Add("满意度指标", "满意度指标", "服务对象满意度", least, "90%", "90%", 10);
    return wording_.script().Has(stem_ + "total#sheet") ? std::move(text_) : "";
  }

 private:
  std::string Money(const std::string& key, int64_t fen) {
    const int64_t stated =
        wording_.script().Value(Measure::kAmount, stem_ + key, fen);
    return stated == 0 ? "" : PrintWan(stated);
  }

  void WriteHead() {
    const int64_t total = flow_.printed_fen();
    const std::string unit = wording_.script().Words(
        stem_ + "unit", bureau_.sheet_name + wording_.style().sheet_name);
    text_ = RowText({"项  目  支  出  绩  效  目  标  表"}) +
            RowText({"(" + wording_.Year(stem_ + "year") + "年)"}) +
            RowText({"预算单位", unit}) +
            RowText({"项目名称",
                     wording_.script().Words(stem_ + "project", project_.name),
                     "项目负责人", "项目主管"});
    const std::string all = Money("total", total);
    const std::string fiscal = Money("fiscal", project_.fiscal ? total : 0);
    const std::string other = Money("other", project_.fiscal ? 0 : total);
    if (project_.fiscal && Carried() && wording_.style().form % 2 == 1) {
      text_ +=
          RowText({"项目资金（万元）", "年度预算总额：", all, "其中：财政拨款",
                   "", "上年结转", fiscal, "其他资金：", other});
      return;
    }
    text_ += RowText({"项目资金（万元）", "年度预算总额：", all,
                      "其中：财政拨款", fiscal, "其他资金：", other});
  }

  // Whether all of its money was carried over.
  bool Carried() const {
    return FlowOf(bureau_, [this](const Atom& atom) {
             return !atom.basic() &&
                    &bureau_.projects[atom.project] == &project_ &&
                    atom.source == Source::kCarryGeneral;
           }).amount_fen == flow_.amount_fen;
  }

  // Small numbers may be written out.
  void WriteGoal(int64_t times, int64_t people) {
    times =
        wording_.script().Value(Measure::kCount, stem_ + "goal#times", times);
    people =
        wording_.script().Value(Measure::kCount, stem_ + "goal#people", people);
    const bool words = random_.OneIn(3) && times <= 10;
    text_ +=
        RowText({"项目总体目标",
                 std::string("全年组织") + project_.topic + "活动" +
                     (words ? kChineseNumbers[times] : std::to_string(times)) +
                     "次，服务" + std::to_string(people) + "人，提高" +
                     bureau_.kind->field + "工作水平。"});
  }

  void AddCosts() {
    const int64_t total = flow_.printed_fen();
    const int64_t prior = RoundToPrint(flow_.prior_fen);
    const int64_t first =
        random_.OneIn(3) ? total : RoundToPrint(total / 100 * 60);
    const int64_t prior_first =
        first == total ? prior : RoundToPrint(prior / 100 * 60);
    AddCost("成本指标", "经济成本指标", "业务支出", first, prior_first,
            first == total ? 20 : 10);
    if (first == total) return;
    AddCost("", "", "保障支出", total - first, prior - prior_first, 10);
  }

  void AddCost(const std::string& level1, const std::string& level2,
               const std::string& name, int64_t fen, int64_t prior_fen,
               int64_t weight) {
    const std::string key = "ind" + std::to_string(indicators_ + 1);
    fen = wording_.script().Value(Measure::kAmount,
                                  stem_ + key + ":target#cost", fen);
    Add(level1, level2, project_.topic + name, wording_.style().at_most,
        PrintWan(fen) + "万元", PrintWan(prior_fen) + "万元", weight);
  }

  void Add(const std::string& level1, const std::string& level2,
           const std::string& name, const std::string& sign,
           const std::string& target, const std::string& prior,
           int64_t weight) {
    const std::string stem = stem_ + "ind" + std::to_string(++indicators_);
    weight = wording_.script().Value(Measure::kCount, stem + ":weight", weight);
    text_ += RowText({level1, level2, name,
                      wording_.script().Words(stem + ":target", sign + target),
                      "计划标准", flow_.prior_fen == 0 ? "" : prior,
                      std::to_string(weight), "按照正常比例赋分", "工作资料"});
  }

  const Bureau& bureau_;
  Wording& wording_;
  Random& random_;
  const std::string stem_;
  const Project& project_;
  Flow flow_;
  int indicators_ = 0;
  std::string text_;
};

}  // namespace

std::string PerformanceText(const Bureau& bureau, Wording* wording,
                            Random* random) {
  std::string text;
  for (size_t i = 0; i < bureau.projects.size(); ++i) {
    text += Sheet(bureau, static_cast<int>(i), wording, random).Write();
    if (random->OneIn(2)) text += "\n";
  }
  return text + "\n";
}

}  // namespace yuheng::cli
