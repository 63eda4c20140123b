#include "services/cli/sample/figures.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/table_text.h"
#include "services/cli/sample/tables.h"

namespace yuheng::cli {
namespace {

// One sheet. Weights add up to 90: 40 output, 20 cost, 20 benefit, 10
// satisfaction (domain.md section 7).
class Sheet {
 public:
  Sheet(const Bureau& bureau, int project, Random* random)
      : bureau_(bureau),
        random_(*random),
        project_(bureau.projects[project]),
        flow_(FlowOf(bureau, [project](const Atom& atom) {
          return atom.project == project;
        })) {}

  std::string Write() {
    const std::string year = std::to_string(bureau_.fiscal_year);
    const std::string total = PrintWan(flow_.printed_fen());
    const std::string& topic = project_.topic;
    const int64_t times = random_.Between(2, 24);
    const int64_t people = random_.Between(5, 90) * 10;
    text_ =
        RowText({"项  目  支  出  绩  效  目  标  表"}) +
        RowText({"(" + year + "年)"}) +
        RowText({"预算单位", bureau_.name + "本级"}) +
        RowText({"项目名称", project_.name, "项目负责人", "项目主管"}) +
        RowText({"项目资金（万元）", "年度预算总额：", total, "其中：财政拨款",
                 project_.fiscal ? total : "", "其他资金：",
                 project_.fiscal ? "" : total}) +
        RowText({"项目总体目标", "全年组织" + topic + "活动" +
                                     std::to_string(times) + "次，服务" +
                                     std::to_string(people) + "人，提高" +
                                     bureau_.kind->field + "工作水平。"}) +
        RowText({"一级指标", "二级指标", "三级指标", "指标值", "指标值设置依据",
                 "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料"});
    Add("产出指标", "数量指标", topic + "活动次数",
        ">=" + std::to_string(times) + "次",
        std::to_string(times - random_.Between(0, 1)) + "次", 8);
    Add("", "", topic + "服务人数", ">=" + std::to_string(people) + "人",
        std::to_string(people - 10 * random_.Between(0, 3)) + "人", 8);
    Add("", "质量指标", topic + "任务合格率", ">=95%", "95%", 8);
    Add("", "时效指标", topic + "任务及时率", "=100%", "100%", 8);
    Add("", "", topic + "任务完成时间", "<=" + year + "年11月30日",
        std::to_string(bureau_.fiscal_year - 1) + "年11月30日", 8);
    AddCosts();
    Add("效益指标", "社会效益指标", bureau_.kind->field + "服务能力",
        "有效提升", "有效提升", 20);
    Add("满意度指标", "满意度指标", "服务对象满意度", ">=90%", "90%", 10);
    return std::move(text_);
  }

 private:
  void AddCosts() {
    const int64_t total = flow_.printed_fen();
    const int64_t prior = RoundToPrint(flow_.prior_fen);
    const int64_t first =
        random_.OneIn(3) ? total : RoundToPrint(total / 100 * 60);
    const int64_t prior_first =
        first == total ? prior : RoundToPrint(prior / 100 * 60);
    Add("成本指标", "经济成本指标", project_.topic + "业务支出",
        "<=" + PrintWan(first) + "万元", PrintWan(prior_first) + "万元",
        first == total ? 20 : 10);
    if (first == total) return;
    Add("", "", project_.topic + "保障支出",
        "<=" + PrintWan(total - first) + "万元",
        PrintWan(prior - prior_first) + "万元", 10);
  }

  void Add(const std::string& level1, const std::string& level2,
           const std::string& name, const std::string& target,
           const std::string& prior, int weight) {
    text_ += RowText({level1, level2, name, target, "计划标准",
                      flow_.prior_fen == 0 ? "" : prior, std::to_string(weight),
                      "按照正常比例赋分", "工作资料"});
  }

  const Bureau& bureau_;
  Random& random_;
  const Project& project_;
  Flow flow_;
  std::string text_;
};

}  // namespace

std::string PerformanceText(const Bureau& bureau, Random* random) {
  std::string text;
  for (size_t i = 0; i < bureau.projects.size(); ++i) {
    text += Sheet(bureau, static_cast<int>(i), random).Write();
    if (random->OneIn(2)) text += "\n";
  }
  return text + "\n";
}

}  // namespace yuheng::cli
