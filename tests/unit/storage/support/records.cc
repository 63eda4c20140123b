#include "tests/unit/storage/support/records.h"

#include <cstdint>
#include <map>

namespace yuheng::storage {

namespace {

std::string RandomBytes(Random& random, size_t size_bytes_max) {
  std::string bytes(random() % (size_bytes_max + 1), '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

Sha256Digest RandomDigest(Random& random) {
  Sha256Digest digest;
  for (uint8_t& byte : digest) byte = static_cast<uint8_t>(random());
  return digest;
}

// Numbers of every length, so that every length of a varint occurs.
uint64_t RandomNumber(Random& random) { return random() >> random() % 64; }

}  // namespace

EntryRecord SampleEntry() {
  return {
      .seq = 2,
      .revision = 300,
      .request_id = "post-0001",
      .kind = EntryKind::kAmendment,
      .fiscal_year = 2023,
      .stage = 4,
      .unit = "001",
      .submission = "prefectures/652300/departments/104/submissions/s1",
      .document_sha256 = Sha256("document"),
      .supersedes_seq = 1,
      .commit_time_unix_us = 1'700'000'000'123'456,
      .previous_hash = Sha256("entry before"),
      .leaves = {{{1, 1, "gen_own", ""}, 4'235'400},
                 {{2, 0, "2060101", "gen"}, 3'515'300},
                 {{2, 0, "2060101", "unit"}, -100},
                 {{2, 0, "2060199", "gen"}, 0},
                 {{7, 0, "2060499|科技项目", "e302"}, INT64_MAX},
                 {{7, 0, "2060499|科技项目", "e310"}, INT64_MIN}},
      .printed = {{{1, 1, "ALL", ""}, 4'835'300}},
  };
}

EntryRecord SampleElimination() {
  return {
      .seq = 3,
      .revision = 301,
      .request_id = "transfer-0001",
      .kind = EntryKind::kElimination,
      .fiscal_year = 2023,
      .stage = 4,
      .unit = "104002",
      .commit_time_unix_us = 1'700'000'000'123'456,
      .previous_hash = Sha256("entry before"),
      .leaves = {{{1, 1, "unit_upsub", ""}, 3'000'000},
                 {{1, 2, "206", ""}, 3'000'000},
                 {{2, 0, "2060101", "unit"}, 3'000'000},
                 {{3, 0, "2060101", "project"}, 3'000'000}},
      .elimination = EliminationTerms{.payer_department = "104",
                                      .payer_unit = "104001",
                                      .actor = "预算科",
                                      .reason = "昌州科发〔2023〕5号"},
  };
}

ContributionRecord SampleContribution() {
  return {
      .seq = 2,
      .revision = 300,
      .fiscal_year = 2023,
      .stage = 4,
      .unit = "001",
      .submission = "prefectures/652300/departments/104/submissions/s1",
      .leaves = {{{5, 0, "2060101", "basic"}, 3'515'300},
                 {{5, 0, "2060101", "project"}, 1}},
      .printed = {{{5, 0, "206", "total"}, 3'515'301}},
  };
}

OutcomeRecord SampleOutcome() {
  return {
      .fingerprint = Sha256("request"),
      .outcome = PostingOutcome::kRefused,
      .seq = 0,
      .revision = 0,
      .refusal_reason = "ENTRY_UNBALANCED",
      .refusal_zh = "收入与支出不相等",
      .refusal_en = "income and expenditure differ",
  };
}

LedgerHeadRecord SampleLedgerHead() {
  return {.seq = 2, .revision = 300, .hash = Sha256("entry")};
}

SubmissionRecord SampleSubmission() {
  return {
      .id = "20230215-0001",
      .request_id = "upload-0001",
      .fiscal_year = 2023,
      .stage = 4,
      .unit = "001",
      .version = 2,
      .state = 6,
      .file_name = "昌吉州科技局2023.txt",
      .size_bytes = 65'536,
      .document_sha256 = Sha256("document"),
      .receive_time_unix_us = 1'700'000'000'000'000,
      .actor = "kjj",
      .history = {{1, 1'700'000'000'000'000, "kjj", "", ""},
                  {5, 1'700'000'000'500'000, "ingestion", "无错误",
                   "no errors"}},
      .etag = 3,
      .validation_outcome = 2,
      .verdict = std::string("\x08\x02\x00\xff", 4),
      .posting_request_id = "post-0001",
      .reversal_request_id = "",
      .entry = "prefectures/652300/departments/104/ledger/entries/2",
      .revision = 300,
  };
}

SubmissionRecord SampleSubmissionInPeriod() {
  SubmissionRecord record = SampleSubmission();
  record.late = true;
  record.correction_end_time_unix_us = 1'700'000'900'000'000;
  return record;
}

SubmissionRecord SampleSubmissionInForm() {
  SubmissionRecord record = SampleSubmissionInPeriod();
  record.printed_form = "guangxi-2022";
  return record;
}

SubmissionRecord SampleSubmissionDecided() {
  SubmissionRecord record = SampleSubmissionInForm();
  record.history.push_back(
      {6, 1'700'000'000'700'000, "李四", "", "", "accept-0001"});
  return record;
}

FindingsRecord SampleFindings() {
  return {.catalogue_version = "catalogue-1",
          .findings = {"first", "", std::string("\x00\x01", 2)},
          .problems = {"line 12"},
          .groups = {"cause", ""},
          .references = ReferencesRecord{.prior_budget = "20220215-0001",
                                         .units = {"20230215-0002"},
                                         .units_missing = {"一中", ""}}};
}

FindingsRecord SampleFindingsFirst() {
  FindingsRecord record = SampleFindings();
  record.groups.clear();
  record.references.reset();
  return record;
}

SubmissionRequestRecord SampleSubmissionRequest() {
  return {.submission_id = "20230215-0001",
          .document_sha256 = Sha256("document")};
}

SubmissionVersionRecord SampleSubmissionVersion() {
  return {.newest_version = 200, .posted_submission_id = "20230215-0001"};
}

WaiversRecord SampleWaivers() {
  return {.waivers = {{.finding_id = "0123456789abcdef",
                       .state = 1,
                       .text = "两栏合计按元计算，已核对",
                       .actor = "kjj",
                       .create_time_unix_us = 1'700'000'000'600'000,
                       .origin_submission_id = "20230215-0001",
                       .finding = std::string("\x02\x00\xff", 3),
                       .delete_actor = "",
                       .delete_time_unix_us = 0},
                      {.finding_id = "fedcba9876543210",
                       .state = 4,
                       .text = "see the minutes",
                       .actor = "kjj",
                       .create_time_unix_us = 1'700'000'000'700'000,
                       .origin_submission_id = "",
                       .finding = "",
                       .delete_actor = "kjj-2",
                       .delete_time_unix_us = 1'700'000'000'800'000}}};
}

WindowRecord SampleWindow() {
  return {.department = "206",
          .open_time_unix_us = 0,
          .deadline_unix_us = 1'700'000'000'000'000,
          .grace_end_time_unix_us = 1'700'000'500'000'000,
          .set_time_unix_us = 1'699'000'000'000'000,
          .actor = "ysk",
          .reason = "系统升级，延期"};
}

CeilingRecord SampleCeiling() {
  return {.department = "206",
          .unit = "206002",
          .figures = {{.source = "gen", .kind = 1, .amount_fen = 1'234'500'000},
                      {.source = "unit", .kind = 0, .amount_fen = 0}},
          .set_time_unix_us = 1'699'000'000'000'000,
          .actor = "ysk",
          .reason = "昌州财预〔2022〕18号"};
}

std::vector<AmountLine> RandomLines(Random& random) {
  static const std::string kRows[] = {"206", "20601", "2060101",     "2060102",
                                      "ALL", "",      "2060101|项目"};
  static const std::string kColumns[] = {"", "total", "gen", "fund"};
  std::map<AccountKey, int64_t> amounts;
  for (size_t i = random() % 60; i > 0; --i) {
    AccountKey account;
    account.table = static_cast<uint8_t>(random() % 11);
    account.side = static_cast<uint8_t>(random() % 3);
    account.row = random() % 8 == 0 ? RandomBytes(random, kRowBytesMax)
                                    : kRows[random() % std::size(kRows)];
    account.column = random() % 8 == 0
                         ? RandomBytes(random, kColumnBytesMax)
                         : kColumns[random() % std::size(kColumns)];
    amounts[account] = static_cast<int64_t>(RandomNumber(random)) *
                       (random() % 2 == 0 ? 1 : -1);
  }
  std::vector<AmountLine> lines;
  for (const auto& [account, amount_fen] : amounts) {
    lines.push_back({account, amount_fen});
  }
  return lines;
}

EntryRecord RandomEntry(Random& random) {
  EntryRecord record;
  record.seq = RandomNumber(random);
  record.revision = RandomNumber(random);
  record.request_id = RandomBytes(random, kRequestIdBytesMax);
  record.kind = static_cast<EntryKind>(1 + random() % 4);
  if (record.kind == EntryKind::kElimination ||
      (record.kind == EntryKind::kReversal && random() % 2 == 0)) {
    record.elimination = {RandomBytes(random, kDepartmentBytesMax),
                          RandomBytes(random, kUnitBytesMax),
                          RandomBytes(random, kEliminationActorBytesMax),
                          RandomBytes(random, kEliminationReasonBytesMax)};
  }
  record.fiscal_year = static_cast<int>(random() % (kFiscalYearMax + 1));
  record.stage = static_cast<int>(random() % (kStageMax + 1));
  record.unit = RandomBytes(random, kUnitBytesMax);
  record.submission = RandomBytes(random, kResourceNameBytesMax);
  record.document_sha256 = RandomDigest(random);
  record.supersedes_seq = RandomNumber(random);
  record.commit_time_unix_us = static_cast<int64_t>(random());
  record.previous_hash = RandomDigest(random);
  record.leaves = RandomLines(random);
  record.printed = RandomLines(random);
  return record;
}

SubmissionRecord RandomSubmission(Random& random) {
  SubmissionRecord record;
  record.id = RandomBytes(random, kSubmissionIdBytesMax);
  record.request_id = RandomBytes(random, kRequestIdBytesMax);
  record.fiscal_year = static_cast<int>(random() % (kFiscalYearMax + 1));
  record.stage = static_cast<int>(random() % (kStageMax + 1));
  record.unit = RandomBytes(random, kUnitBytesMax);
  record.version = static_cast<int>(random() >> 33);
  record.state = static_cast<int>(random() % 256);
  record.file_name = RandomBytes(random, kFileNameBytesMax);
  record.size_bytes = RandomNumber(random);
  record.document_sha256 = RandomDigest(random);
  record.receive_time_unix_us = static_cast<int64_t>(random());
  record.actor = RandomBytes(random, kActorBytesMax);
  for (size_t i = random() % 6; i > 0; --i) {
    record.history.push_back(
        {static_cast<int>(random() % 256), static_cast<int64_t>(random()),
         RandomBytes(random, kActorBytesMax), RandomBytes(random, 300),
         RandomBytes(random, 300)});
  }
  record.etag = RandomNumber(random);
  record.validation_outcome = static_cast<int>(random() % 256);
  record.verdict = RandomBytes(random, 500);
  record.posting_request_id = RandomBytes(random, kRequestIdBytesMax);
  record.reversal_request_id = RandomBytes(random, kRequestIdBytesMax);
  record.entry = RandomBytes(random, kResourceNameBytesMax);
  record.revision = RandomNumber(random);
  record.late = random() % 2 == 0;
  record.test = random() % 2 == 0;
  if (random() % 2 == 0) {
    record.correction_end_time_unix_us = static_cast<int64_t>(random());
  }
  if (random() % 2 == 0) {
    record.printed_form = RandomBytes(random, kPrintedFormBytesMax);
  }
  return record;
}

}  // namespace yuheng::storage
