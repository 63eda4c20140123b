#include "services/ingestion/formats/word/word_reader.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/budget/messages.h"
#include "services/ingestion/formats/package/refusal.h"
#include "services/ingestion/formats/paper/paper_builder.h"
#include "services/ingestion/formats/paper/paper_printer.h"
#include "services/ingestion/formats/reading_problems.h"
#include "services/ingestion/formats/word/word_body.h"
#include "services/ingestion/formats/word/word_numbering.h"
#include "services/ingestion/formats/word/word_styles.h"

namespace yuheng::ingestion {
namespace {

void Tell(absl::string_view id, size_t count, PrintedText* printed) {
  if (count == 0) return;
  AddProblem(id, {}, {{"count", absl::StrCat(count)}}, printed);
}

}  // namespace

absl::StatusOr<PrintedText> PrintWordDocument(const budget::Form& form,
                                              OfficePackage* package) {
  auto relations = package->RelationsOf(package->main_name());
  if (!relations.ok()) return relations.status();
  // Lists refer to styles, and styles to lists by their number only.
  WordStyles styles;
  std::unique_ptr<XmlPart> lists;
  for (const PackageRelation& relation : *relations) {
    if (relation.type != "styles" && relation.type != "numbering") continue;
    auto part = package->Parse(relation.part);
    if (!part.ok()) return part.status();
    if (relation.type == "styles") {
      styles = WordStyles(**part);
    } else {
      lists = *std::move(part);
    }
  }
  WordNumbering numbering;
  if (lists != nullptr) numbering = WordNumbering(*lists, styles);
  if (numbering.too_long()) {
    return RefuseTooLarge(
        "reader.word_label",
        {{"limit", absl::StrCat(WordNumbering::kLabelBytesMax)}});
  }

  const pugi::xml_node body = ChildOf(package->root(), "body");
  if (!body) return RefuseDamaged(package->main_name());
  PaperBuilder builder;
  const WordAsides asides = ReadWordBody(body, styles, &numbering, &builder);
  auto blocks = builder.Finish();
  if (!blocks.ok()) return blocks.status();
  auto printed = PrintPaper(form, *blocks);
  if (!printed.ok()) return printed.status();
  Tell("reader.word_changes", asides.changes, &*printed);
  Tell("reader.word_footnotes", asides.footnotes, &*printed);
  Tell("reader.word_hidden", asides.hidden, &*printed);
  return printed;
}

}  // namespace yuheng::ingestion
