#include "services/validation/validator.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/budget/address.h"
#include "services/budget/regional_form.h"
#include "services/budget/text_proto.h"
#include "services/validation/catalogue_hash.h"
#include "services/validation/evaluation/checks/check.h"
#include "services/validation/evaluation/claim_index.h"
#include "services/validation/evaluation/diagnosis/causes.h"
#include "services/validation/evaluation/document_index.h"
#include "services/validation/evaluation/formula_evaluator.h"
#include "services/validation/evaluation/reporter.h"
#include "services/validation/language/form_plan.h"
#include "services/validation/language/plan.h"
#include "services/validation/overlay.h"
#include "services/validation/rule_files.h"
#include "yuheng/validation/v1/rule.pb.h"

namespace yuheng::validation {
namespace {

constexpr int kExampleEditsMax = 40;

struct CompiledRule {
  RuleHead head;
  RuleDescription description;
  Plan plan;
  // Of each of budget::Forms(); none where the catalogue is for another form.
  std::vector<Plan> plans;
  CheckFunction check = nullptr;  // Null for a formula.
};

absl::Status RuleError(const EmbeddedFile& file, const v1::Rule& rule,
                       absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(file.name, ": rule ", rule.id(), ": ", what));
}

absl::StatusOr<std::vector<RuleExample>> ExamplesOf(const EmbeddedFile& file,
                                                    const v1::Rule& rule) {
  std::vector<RuleExample> examples;
  for (const v1::RuleExample& from : rule.examples()) {
    if (from.outcome() == v1::RuleExample::OUTCOME_UNSPECIFIED) {
      return RuleError(file, rule, "expected the outcome of an example");
    }
    if (from.edits_size() > kExampleEditsMax) {
      return RuleError(file, rule, "an example has too many edits");
    }
    RuleExample& example = examples.emplace_back();
    example.fails = from.outcome() == v1::RuleExample::OUTCOME_FAILS;
    for (const v1::ExampleEdit& edit : from.edits()) {
      example.edits.push_back({edit.address(), edit.find(), edit.replace()});
    }
  }
  return examples;
}

budget::Text TextOf(const budget::v1::LocalizedText& text) {
  return {text.zh(), text.en()};
}

// `source` is the file's.
absl::StatusOr<CompiledRule> Compile(const budget::Form& form,
                                     const EmbeddedFile& file,
                                     const budget::v1::LocalizedText& source,
                                     const v1::Rule& rule) {
  if (rule.id().empty()) return RuleError(file, rule, "the id is empty");
  if (rule.severity() < v1::SEVERITY_NOTE ||
      rule.severity() > v1::SEVERITY_ERROR) {
    return RuleError(file, rule, "expected a severity");
  }
  if (rule.title().zh().empty() || rule.title().en().empty()) {
    return RuleError(file, rule, "expected a title in zh and en");
  }
  CompiledRule compiled;
  for (const auto* text : {&rule.explanation(), &rule.source(), &source}) {
    if (text->zh().empty() != text->en().empty()) {
      return RuleError(file, rule,
                       "expected explanation and source in zh and en");
    }
  }
  const budget::Text title = TextOf(rule.title());
  const Severity severity = static_cast<Severity>(rule.severity());
  compiled.head = {rule.id(), severity, title};
  compiled.description = {rule.id(),
                          severity,
                          title,
                          rule.first_year(),
                          rule.last_year(),
                          rule.formula(),
                          rule.check(),
                          TextOf(rule.explanation()),
                          TextOf(rule.has_source() ? rule.source() : source),
                          rule.compares_references(),
                          {}};
  auto examples = ExamplesOf(file, rule);
  if (!examples.ok()) return examples.status();
  compiled.description.examples = *std::move(examples);
  switch (rule.decision_case()) {
    case v1::Rule::kFormula: {
      auto plan = CompileFormula(form, rule.formula());
      if (!plan.ok()) {
        return RuleError(file, rule,
                         absl::StrCat("formula ", plan.status().message()));
      }
      compiled.plan = *std::move(plan);
      if (form.id == budget::StandardForm().id) {
        for (const budget::Form* other : budget::Forms()) {
          compiled.plans.push_back(PlanFor(*other, compiled.plan));
        }
      }
      break;
    }
    case v1::Rule::kCheck:
      compiled.check = FindCheck(rule.check());
      if (compiled.check == nullptr) {
        return RuleError(file, rule,
                         absl::StrCat("no check is called ", rule.check()));
      }
      break;
    case v1::Rule::DECISION_NOT_SET:
      return RuleError(file, rule, "expected a formula or a check");
  }
  return compiled;
}

// Checks speak of lines; a workbook's have names of their own.
void Locate(const budget::Document& document, Place* place) {
  if (place->location.reference.empty()) {
    place->location = document.source.Locate(place->location.line);
  }
}

class CatalogueValidator : public Validator {
 public:
  CatalogueValidator(const budget::Form& form, std::vector<CompiledRule> rules,
                     Overlay overlay, RulesInForce in_force)
      : form_(form),
        rules_(std::move(rules)),
        overlay_(std::move(overlay)),
        in_force_(std::move(in_force)) {}

  using Validator::Check;

  VerdictSummary Check(
      const budget::Document& document, const CheckOptions& options,
      const std::function<bool(Finding)>& sink) const override {
    const budget::Form& form = FormFor(document);
    const DocumentIndex index(form, document);
    const ClaimIndex claims(document);
    const std::vector<Statement> statements = StatementsOf(document);
    Causes causes(index, document.fiscal_year,
                  [&](const std::vector<Change>& changes) {
                    return FailuresWith(document, options, changes);
                  });
    const std::function<bool(Finding)> keep = [&](Finding finding) {
      causes.evidence().Add(finding);
      for (Place& place : finding.places) Locate(document, &place);
      return sink(std::move(finding));
    };
    Reporter reporter(keep, options.cancelled ? &options.cancelled : nullptr);
    const CheckContext context{form,    document,           index,
                               claims,  statements,         reporter,
                               &causes, &options.references};
    const int rule_count = RunRules(context, options.observer,
                                    [](const RuleHead&) { return true; });
    VerdictSummary summary = reporter.summary();
    summary.catalogue_sha256 = in_force_.catalogue_sha256;
    summary.overlay_sha256 = in_force_.overlay_sha256;
    summary.charts_sha256 = in_force_.charts_sha256;
    summary.rule_count = rule_count;
    if (!reporter.cancelled()) summary.groups = causes.Groups();
    for (FindingGroup& group : summary.groups) {
      if (group.culprit) Locate(document, &*group.culprit);
    }
    summary.references_sha256 = ReferencesSha256(options.references);
    summary.form = form.id;
    if (options.references.ceiling) {
      summary.ceiling_sha256 =
          budget::CeilingSha256(options.references.ceiling->ceiling);
    }
    overlay_.Describe(document.fiscal_year, &summary);
    return summary;
  }

  std::vector<RuleDescription> Rules() const override {
    std::vector<RuleDescription> all;
    for (const CompiledRule& rule : rules_) all.push_back(rule.description);
    return all;
  }

  RulesInForce InForce() const override { return in_force_; }

 private:
  // The form that the document is printed in.
  const budget::Form& FormFor(const budget::Document& document) const {
    return document.form.empty() ? form_ : budget::FormOf(document);
  }

  static const Plan& PlanOf(const CompiledRule& rule,
                            const budget::Form& form) {
    for (size_t i = 0; i < rule.plans.size(); ++i) {
      if (budget::Forms()[i] == &form) return rule.plans[i];
    }
    return rule.plan;
  }

  // The rule's head as the overlay has it.
  static RuleHead HeadInForce(const CompiledRule& rule,
                              const OverlayEffect& effect) {
    RuleHead head = rule.head;
    head.severity = effect.severity.value_or(head.severity);
    head.discipline = effect.discipline.value_or(head.discipline);
    return head;
  }

  static void Evaluate(const CompiledRule& rule, const RuleHead& head,
                       const CheckContext& context) {
    context.reporter.StartRule(head);
    if (rule.check != nullptr) {
      rule.check(context);
    } else {
      EvaluateFormula(
          PlanOf(rule, context.form), context.index, context.reporter,
          context.causes == nullptr ? nullptr
                                    : &context.causes->evidence().identities());
    }
    context.reporter.EndRule();
  }

  // Calls `take(index, head)` for every rule of the year, in order, with its
  // head as the overlay has it, until it returns false.
  template <typename Take>
  void EachInForce(int year, Take take) const {
    for (size_t i = 0; i < rules_.size(); ++i) {
      const CompiledRule& rule = rules_[i];
      if (!rule.description.HoldsIn(year)) continue;
      const OverlayEffect effect = overlay_.EffectOn(rule.head.id, year);
      if (effect.off) continue;
      if (!(effect.any() ? take(i, HeadInForce(rule, effect))
                         : take(i, rule.head))) {
        return;
      }
    }
  }

  // How many rules were evaluated: of those in force the `wanted`.
  // `observer` may be null.
  int RunRules(const CheckContext& context, RuleObserver* observer,
               absl::FunctionRef<bool(const RuleHead&)> wanted) const {
    int rule_count = 0;
    EachInForce(context.document.fiscal_year,
                [&](size_t i, const RuleHead& head) {
                  if (context.reporter.cancelled()) return false;
                  if (!wanted(head)) return true;
                  ++rule_count;
                  if (observer != nullptr) observer->OnRuleStart();
                  Evaluate(rules_[i], head, context);
                  if (observer != nullptr) observer->OnRuleEnd(i);
                  return true;
                });
    return rule_count;
  }

  // A Trial.
  std::optional<std::vector<Finding>> FailuresWith(
      budget::Document document, const CheckOptions& options,
      const std::vector<Change>& changes) const {
    for (const Change& change : changes) {
      if (!Make(form_, change, &document)) return std::nullopt;
    }
    const budget::Form& form = FormFor(document);
    const DocumentIndex index(form, document);
    const ClaimIndex claims(document);
    const std::vector<Statement> statements = StatementsOf(document);
    Causes causes(index, document.fiscal_year, nullptr);
    std::vector<Finding> failures;
    const std::function<bool(Finding)> keep = [&](Finding finding) {
      causes.evidence().Add(finding);
      if (finding.severity != Severity::kNote) {
        failures.push_back(std::move(finding));
      }
      return failures.size() < kKeptFindingsMax;
    };
    Reporter reporter(keep, options.cancelled ? &options.cancelled : nullptr);
    RunRules({form, document, index, claims, statements, reporter, &causes,
              &options.references},
             nullptr, [](const RuleHead& head) {
               return head.severity != Severity::kNote;  // No failures.
             });
    if (reporter.cancelled()) return std::nullopt;
    return failures;
  }

  const budget::Form form_;
  const std::vector<CompiledRule> rules_;
  const Overlay overlay_;
  const RulesInForce in_force_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Validator>> Validator::Create(
    const budget::Form& form, absl::Span<const EmbeddedFile> rule_files,
    absl::Span<const EmbeddedFile> overlay_files) {
  std::vector<CompiledRule> rules;
  absl::flat_hash_set<std::string> ids;
  for (const EmbeddedFile& file : rule_files) {
    v1::RuleFile message;
    const absl::Status parsed = budget::ParseTextProto(file.content, &message);
    if (!parsed.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(file.name, ":", parsed.message()));
    }
    for (const v1::Rule& rule : message.rules()) {
      auto compiled = Compile(form, file, message.source(), rule);
      if (!compiled.ok()) return compiled.status();
      if (!ids.insert(rule.id()).second) {
        return RuleError(file, rule, "the id stands twice");
      }
      if (ids.size() > kRulesMax) {
        return RuleError(file, rule, "the catalogue has too many rules");
      }
      rules.push_back(*std::move(compiled));
    }
  }
  // It speaks of what all other rules found, whatever file it stands in.
  std::stable_partition(
      rules.begin(), rules.end(),
      [](const CompiledRule& rule) { return rule.check != &CheckFeasibility; });
  absl::StatusOr<Overlay> overlay = Overlay::Parse(overlay_files, ids);
  if (!overlay.ok()) return overlay.status();
  const std::string overlay_sha256 = overlay->sha256();
  return std::make_unique<CatalogueValidator>(
      form, std::move(rules), *std::move(overlay),
      RulesInForce{.catalogue_sha256 = CatalogueSha256(rule_files),
                   .overlay_sha256 = overlay_sha256,
                   .charts_sha256 = ChartsSha256(form)});
}

absl::Span<const EmbeddedFile> BuiltInRuleFiles() {
  return rule_files::Files();
}

absl::string_view ExampleDocument() { return example::Files()[0].content; }

}  // namespace yuheng::validation
