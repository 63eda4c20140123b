#include "tests/awkward/judgement.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"
#include "tests/awkward/disclosure.h"

namespace yuheng::awkward {
namespace {

using budget::Document;

// What a document says, by address: figures in 万元 and words.
std::map<std::string, std::string> Said(const Document& document) {
  std::map<std::string, std::string> said;
  for (const budget::Fact& fact : budget::FactsOf(document)) {
    said.emplace(fact.address, budget::FormatDecimal(fact.value_micro));
  }
  for (const budget::TextFact& text : budget::TextsOf(document)) {
    said.emplace(text.address, text.text);
  }
  return said;
}

const Document& Published() {
  static const auto* const document = [] {
    auto read =
        ingestion::ReadDocument(budget::StandardForm(), DisclosureText(), {});
    YUHENG_CHECK(read.ok() && read->problems.empty());
    return new Document(*std::move(read));
  }();
  return *document;
}

// What the file must say.
std::map<std::string, std::string> Expected(const AwkwardFile& file) {
  std::map<std::string, std::string> said;
  for (const auto& [address, value] : Said(Published())) {
    const bool left_out =
        (file.outcome == Outcome::kTables && !absl::StartsWith(address, "T")) ||
        std::any_of(file.left_out.begin(), file.left_out.end(),
                    [&address = address](const std::string& prefix) {
                      return absl::StartsWith(address, prefix);
                    });
    if (!left_out) said.emplace(address, value);
  }
  for (const std::string& instead : file.instead) {
    const size_t equals = instead.find('=');
    said[instead.substr(0, equals)] = instead.substr(equals + 1);
  }
  return said;
}

// The first sentence that only one of them has, or has otherwise; empty when
// there is none.
std::string OtherSentence(const Document& document, const Document& other) {
  for (size_t i = 0;; ++i) {
    const auto at = [i](const Document& each) {
      return i < each.sentences.size() ? each.sentences[i].text : "";
    };
    if (at(document) != at(other)) {
      return absl::StrCat("\"", at(document), "\" and not \"", at(other), "\"");
    }
    if (i >= document.sentences.size()) return "";
  }
}

// The line, or the reference without the cells behind the row.
bool StandsAt(const budget::SourceLocation& location, absl::string_view place) {
  return location.reference.empty()
             ? place == absl::StrCat(location.line) || place.empty()
             : absl::StartsWith(location.reference, place);
}

void CompareSaid(const AwkwardFile& file, const Document& document,
                 std::vector<std::string>* wrongs) {
  const auto expected = Expected(file);
  auto said = Said(document);
  if (file.outcome == Outcome::kTables) {
    for (auto it = said.begin(); it != said.end();) {
      it = absl::StartsWith(it->first, "T") ? std::next(it) : said.erase(it);
    }
  }
  for (const auto& [address, value] : expected) {
    const auto found = said.find(address);
    if (found == said.end()) {
      wrongs->push_back(absl::StrCat(address, " is not there"));
    } else if (found->second != value) {
      wrongs->push_back(
          absl::StrCat(address, " is ", found->second, " and not ", value));
    }
  }
  for (const auto& [address, value] : said) {
    if (expected.count(address) == 0) {
      wrongs->push_back(absl::StrCat(address, " says ", value));
    }
  }
  // A title without its table is read as a text.
  if (file.outcome != Outcome::kWhole || !file.left_out.empty()) return;
  const std::string sentence = OtherSentence(document, Published());
  if (!sentence.empty()) {
    wrongs->push_back(absl::StrCat("a sentence is ", sentence));
  }
}

void CompareTold(const AwkwardFile& file, const Document& document,
                 std::vector<std::string>* wrongs) {
  std::vector<const budget::ReadingProblem*> left;
  for (const budget::ReadingProblem& problem : document.problems) {
    left.push_back(&problem);
  }
  for (const Told& told : file.told) {
    const auto found = std::find_if(left.begin(), left.end(), [&](auto* each) {
      return each->id == told.id && StandsAt(each->location, told.place) &&
             absl::StrContains(each->message.zh, told.zh) &&
             absl::StrContains(each->message.en, told.en);
    });
    if (found == left.end()) {
      wrongs->push_back(
          absl::StrCat("not told: ", told.id, " at ", told.place));
    } else {
      left.erase(found);
    }
  }
  for (const budget::ReadingProblem* problem : left) {
    wrongs->push_back(
        absl::StrCat("told: ", problem->id, " at ", problem->location.line, " ",
                     problem->location.reference, ": ", problem->message.zh));
  }
}

}  // namespace

absl::StatusOr<Document> Read(const AwkwardFile& file) {
  return ingestion::ReadDocument(budget::StandardForm(), file.bytes,
                                 {.file_name = file.name});
}

std::vector<std::string> Wrongs(const AwkwardFile& file,
                                const absl::StatusOr<Document>& document) {
  std::vector<std::string> wrongs;
  if (file.outcome == Outcome::kRefused) {
    if (document.ok()) return {"it was read"};
    const rpc::ErrorDetails details = rpc::DetailsOf(document.status());
    if (rpc::ReasonOf(document.status()) != file.reason) {
      wrongs.push_back(absl::StrCat("refused as ", details.reason_name));
    }
    for (const std::string& words : file.zh) {
      if (absl::StrContains(details.zh, words)) continue;
      wrongs.push_back(absl::StrCat("no ", words, " in: ", details.zh));
    }
    for (const std::string& words : file.en) {
      if (absl::StrContains(details.en, words)) continue;
      wrongs.push_back(absl::StrCat("no ", words, " in: ", details.en));
    }
    return wrongs;
  }
  if (!document.ok()) {
    return {absl::StrCat("refused: ", document.status().ToString())};
  }
  CompareSaid(file, *document, &wrongs);
  CompareTold(file, *document, &wrongs);
  return wrongs;
}

}  // namespace yuheng::awkward
