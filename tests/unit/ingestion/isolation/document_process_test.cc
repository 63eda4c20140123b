// Documents are read in processes of their own; whatever becomes of one of
// them, this one goes on.

#include "services/ingestion/isolation/document_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/rpc/reason.h"
#include "tests/support/document_twins.h"
#include "tests/support/temp_dir.h"
#include "tests/support/workbook_twin.h"
#include "tests/unit/ingestion/formats/document_message.h"
#include "tests/unit/ingestion/formats/text_builder.h"

namespace yuheng::ingestion {
namespace {

constexpr char kProgram[] = YUHENG_BIN_DIR "/yuheng-document-reader";
constexpr char kMisbehaving[] = YUHENG_TEST_READER;

class DocumentProcessTest : public ::testing::Test {
 protected:
  static std::unique_ptr<DocumentProcesses> Open(
      DocumentProcessOptions options) {
#ifdef __SANITIZE_ADDRESS__
    options.memory_bytes_max = 0;
#endif
    auto processes = DocumentProcesses::Open(std::move(options));
    EXPECT_TRUE(processes.ok()) << processes.status();
    return processes.ok() ? *std::move(processes) : nullptr;
  }

  static absl::StatusOr<budget::Document> ReadBy(
      DocumentProcesses& processes, const std::string& bytes,
      const std::string& printed_form = "") {
    return processes.Read(budget::StandardForm(),
                          {.bytes = bytes,
                           .file_name = "a.xlsx",
                           .size_bytes_max = kDocumentSizeBytesMax,
                           .printed_form = printed_form});
  }

  // A reader that does what its name says, see misbehaving_reader.cc.
  std::string Misbehaving(const std::string& name) {
    const std::string path = absl::StrCat(dir_.path(), "/", name);
    std::filesystem::create_symlink(kMisbehaving, path);
    return path;
  }

  // What is said of a document with which the reader does that.
  std::string RefusalAfter(
      const std::string& name, absl::Duration time_max = absl::Seconds(30),
      rpc::Reason reason = rpc::Reason::kDocumentUnreadable) {
    const auto processes = Open({.program = Misbehaving(name),
                                 .time_max = time_max,
                                 .memory_bytes_max = int64_t{256} << 20});
    const auto read = ReadBy(*processes, std::string(1 << 20, 'x'));
    EXPECT_EQ(rpc::ReasonOf(read.status()), reason) << name << read.status();
    return std::string(read.status().message());
  }

  yuheng::testing::TempDir dir_;
};

TEST_F(DocumentProcessTest, Files_AreReadAsInThisProcess) {
  const auto processes = Open({.program = kProgram});
  for (const std::string& file :
       {Sample(), yuheng::testing::WorkbookTwin(Sample()),
        yuheng::testing::WordTwin(Sample()),
        yuheng::testing::WebTwin(Sample())}) {
    const auto here = Read(file, "a.xlsx");
    const auto there = ReadBy(*processes, file);
    ASSERT_TRUE(here.ok()) << here.status();
    ASSERT_TRUE(there.ok()) << there.status();
    EXPECT_EQ(MessageOf(*there).DebugString(), MessageOf(*here).DebugString());
    EXPECT_EQ(there->source.name, "a.xlsx");
    EXPECT_EQ(there->source.sha256, here->source.sha256);
  }
}

// What is said of it is not too much to be parsed; of some lines more it is
// told what is too much.
TEST_F(DocumentProcessTest, LongestTable_IsRead) {
  const auto processes = Open({.program = kProgram});
  const auto read = [&](size_t lines) {
    std::string text =
        "2023年部门预算明细表\n部门：测试局\n"
        "单位\t功能科目\t经济科目\t资金性质\t项目\t金额（元）\n";
    for (size_t i = 0; i < lines; ++i) {
      absl::StrAppend(&text, "本级\t2060599\t30299\t一般公共预算\t项目", i,
                      "\t100\n");
    }
    return ReadBy(*processes, text);
  };
  // The accounts above and the total are rows too.
  const size_t lines = budget::kRowsPerTableMax - 10;
  const auto longest = read(lines);
  ASSERT_TRUE(longest.ok()) << longest.status();
  EXPECT_GT(longest->FindTable(budget::TableKind::kT7)->rows.size(), lines);
  const absl::Status longer = read(budget::kRowsPerTableMax).status();
  EXPECT_EQ(rpc::ReasonOf(longer), rpc::Reason::kDocumentUnreadable);
  EXPECT_TRUE(absl::StrContains(longer.message(), "more than 20000 rows"))
      << longer;
}

TEST_F(DocumentProcessTest, Form_IsTheOneThatIsSaid) {
  const auto processes = Open({.program = kProgram});
  const std::string file = yuheng::testing::WorkbookTwin(Sample());
  const auto read = ReadBy(*processes, file, "guangxi-2022");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->form, "guangxi-2022");
  const absl::Status unknown = ReadBy(*processes, file, "nowhere").status();
  EXPECT_EQ(rpc::ReasonOf(unknown), rpc::Reason::kDocumentUnreadable);
  EXPECT_TRUE(absl::StrContains(unknown.message(), "guangxi-2022")) << unknown;
}

TEST_F(DocumentProcessTest, Refusal_SaysTheSameInBothLanguages) {
  const auto processes = Open({.program = kProgram});
  const std::string damaged =
      yuheng::testing::WorkbookTwin(Sample()).substr(0, 5000);
  const rpc::ErrorDetails here =
      rpc::DetailsOf(Read(damaged, "a.xlsx").status());
  const rpc::ErrorDetails there =
      rpc::DetailsOf(ReadBy(*processes, damaged).status());
  EXPECT_EQ(there.reason, rpc::Reason::kDocumentUnreadable);
  EXPECT_EQ(there.zh, here.zh);
  EXPECT_EQ(there.en, here.en);
}

TEST_F(DocumentProcessTest, ReaderThatEndsOnIt_IsARefusal) {
  for (const char* name : {"segv", "exit-0", "exit-1", "exit-3", "read-segv",
                           "read-no", "too-much", "memory"}) {
    EXPECT_TRUE(absl::StrContains(RefusalAfter(name), "ended on it")) << name;
  }
}

TEST_F(DocumentProcessTest, ReaderThatHangs_IsEnded) {
  for (const char* name : {"sleep", "spin", "read-sleep", "close"}) {
    EXPECT_TRUE(absl::StrContains(RefusalAfter(name, absl::Milliseconds(200),
                                               rpc::Reason::kDocumentTooSlow),
                                  "within 0 seconds"))
        << name;
  }
}

// Another time it may be read: the machine was short of memory.
TEST_F(DocumentProcessTest, ReaderThatIsKilled_IsNoRefusal) {
  RefusalAfter("kill", absl::Seconds(30), rpc::Reason::kDocumentTooSlow);
}

TEST_F(DocumentProcessTest, ReaderThatIsNotConfined_ReadsNothing) {
  RefusalAfter("not-confined", absl::Seconds(30),
               rpc::Reason::kUnavailablePeer);
}

// What it learned of one's addresses is of no use with the next, and who is
// read meanwhile sees nothing of it.
TEST_F(DocumentProcessTest, ProgramWhoseProcessFailed_IsReplaced) {
  const auto processes = Open({.program = Misbehaving("parent"),
                               .time_max = absl::Seconds(5),
                               .processes_max = 3});
  const auto parent_of = [&](const char* document) {
    const absl::Status status = ReadBy(*processes, document).status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kDocumentEmpty) << status;
    return rpc::DetailsOf(status).zh;
  };
  const std::string first = parent_of("x");
  EXPECT_EQ(parent_of("x"), first);
  std::string of_other;
  std::thread other([&] { of_other = parent_of("wait"); });
  const std::string folder = dir_.path();
  for (int i = 0; i < 5000 && access((folder + "/waits").c_str(), F_OK) != 0;
       ++i) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  ASSERT_EQ(access((folder + "/waits").c_str(), F_OK), 0);
  EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "crash").status()),
            rpc::Reason::kDocumentUnreadable);
  const std::string second = parent_of("x");
  EXPECT_NE(second, first);
  std::ofstream(folder + "/go") << "x";
  other.join();
  EXPECT_EQ(of_other, first);
  EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "hang").status()),
            rpc::Reason::kDocumentTooSlow);
  EXPECT_NE(parent_of("x"), second);
  // It ends when nothing is read in it any more.
  EXPECT_NE(kill(std::stoi(first), 0), 0);
}

// Nor another's that is being read.
TEST_F(DocumentProcessTest, Readers_HaveNoFilesButTheirOwn) {
  const auto processes =
      Open({.program = Misbehaving("files"), .time_max = absl::Seconds(2)});
  std::thread other([&] {
    EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "sleep").status()),
              rpc::Reason::kDocumentTooSlow);
  });
  absl::SleepFor(absl::Milliseconds(300));
  EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "x").status()),
            rpc::Reason::kDocumentUnreadable);
  other.join();
}

// The program that forks them: nothing is said of a document, neither before
// anything came nor in the middle, and the next is read.
TEST_F(DocumentProcessTest, ProgramThatEnds_IsStartedAgain) {
  for (const char* name : {"kill-parent-once", "half-kill-parent-once"}) {
    const std::string program = Misbehaving(name);
    const auto processes = Open({.program = program});
    const absl::Status status = ReadBy(*processes, "x").status();
    EXPECT_EQ(rpc::ReasonOf(status), rpc::Reason::kUnavailablePeer) << status;
    EXPECT_TRUE(rpc::DetailsOf(status).retry_after.has_value());
    EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "x").status()),
              rpc::Reason::kDocumentUnreadable)
        << name;
  }
}

// What is sent to all that run in a terminal or under a supervisor.
TEST_F(DocumentProcessTest, Program_EndsByNothingButItsEnd) {
  const auto processes = Open({.program = Misbehaving("terminate-parent")});
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(rpc::ReasonOf(ReadBy(*processes, "x").status()),
              rpc::Reason::kDocumentUnreadable);
  }
}

TEST_F(DocumentProcessTest, EndsAreTold_WhateverIsIgnoredHere) {
  const auto before = signal(SIGCHLD, SIG_IGN);
  const auto processes = Open({.program = kProgram});
  EXPECT_TRUE(ReadBy(*processes, Sample()).ok());
  signal(SIGCHLD, before);
}

TEST_F(DocumentProcessTest, RefusalThatNoReaderGives_IsNone) {
  for (const char* name : {"refuse-storage", "refuse-long"}) {
    EXPECT_TRUE(absl::StrContains(RefusalAfter(name), "ended on it")) << name;
  }
}

TEST_F(DocumentProcessTest, Stop_EndsWhatIsReadAndWhatWaits) {
  const auto processes =
      Open({.program = Misbehaving("sleep"), .processes_max = 1});
  std::vector<std::thread> threads;
  std::vector<absl::Status> ends(3);
  for (absl::Status& end : ends) {
    threads.emplace_back(
        [&, at = &end] { *at = ReadBy(*processes, "x").status(); });
  }
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (processes->waiting() < 2 && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  processes->Stop();
  for (std::thread& thread : threads) thread.join();
  EXPECT_LT(absl::Now(), give_up);
  for (const absl::Status& end : ends) {
    const absl::optional<rpc::Reason> reason = rpc::ReasonOf(end);
    EXPECT_TRUE(reason == rpc::Reason::kUnavailablePeer ||
                reason == rpc::Reason::kQueueFull)
        << end;
  }
  EXPECT_FALSE(ReadBy(*processes, "x").ok());
}

TEST_F(DocumentProcessTest, TooManyAtOnce_AreToldToComeAgain) {
  const auto processes = Open({.program = Misbehaving("sleep"),
                               .time_max = absl::Milliseconds(1500),
                               .processes_max = 1,
                               .waiting_max = 1});
  std::atomic<int> full = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto read = ReadBy(*processes, "PK");
      if (rpc::ReasonOf(read.status()) == rpc::Reason::kQueueFull) ++full;
    });
  }
  for (std::thread& thread : threads) thread.join();
  // One is read and one waits for it, each as long as it may.
  EXPECT_GE(full, 3);
}

// However much room there is.
TEST_F(DocumentProcessTest, OneWhoAsksForMuch_HasSomeOfThePlaces) {
  const auto processes = Open({.program = Misbehaving("sleep"),
                               .time_max = absl::Milliseconds(1500),
                               .processes_max = 1,
                               .waiting_max = 100,
                               .waiting_of_one_max = 2});
  std::atomic<int> full = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto read = ReadBy(*processes, "PK");
      if (rpc::ReasonOf(read.status()) == rpc::Reason::kQueueFull) ++full;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_GE(full, 2);
}

// Documents of several who ask, each read until the test lets it go.
class DocumentQueueTest : public DocumentProcessTest {
 protected:
  void TearDown() override {
    for (std::thread& thread : threads_) thread.join();
    for (const int file : files_) close(file);
  }

  void Open(int processes_max, int waiting_max) {
    processes_ = DocumentProcessTest::Open({.program = Misbehaving("wait"),
                                            .processes_max = processes_max,
                                            .waiting_max = waiting_max});
  }

  // `name` begins with who asks; the service itself is S. Returns when it is
  // read or waits.
  void Ask(const std::string& name, bool waits) {
    ASSERT_EQ(mkfifo(PathOf(name).c_str(), 0600), 0);
    const size_t before = processes_->waiting();
    threads_.emplace_back([this, name] {
      const auto read = processes_->Read(
          budget::StandardForm(),
          {.bytes = "x",
           .file_name = name,
           .size_bytes_max = 100,
           .turn = {.asked_by = name.substr(0, 1), .waits = name[0] == 'S'}});
      if (rpc::ReasonOf(read.status()) != rpc::Reason::kQueueFull) return;
      EXPECT_TRUE(rpc::DetailsOf(read.status()).retry_after.has_value());
      absl::MutexLock lock(&mu_);
      put_off_.push_back(name);
    });
    Await([&] {
      return waits ? processes_->waiting() == before + 1
                   : absl::StrContains(Begun(), name);
    });
  }
  void LetGo(const std::string& name) {
    const int file = open(PathOf(name).c_str(), O_RDWR | O_NONBLOCK);
    ASSERT_GE(file, 0);
    ASSERT_EQ(write(file, "\n", 1), 1);
    files_.push_back(file);  // What is written goes when nobody has it open.
  }

  template <typename Reached>
  static void Await(Reached reached) {
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (!reached() && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    ASSERT_TRUE(reached());
  }
  std::string PathOf(const std::string& name) const {
    return absl::StrCat(dir_.path(), "/", name);
  }
  // In the order in which they began to be read.
  std::string Begun() const {
    std::ifstream file(PathOf("begun"));
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  std::vector<std::string> PutOff() {
    absl::MutexLock lock(&mu_);
    return put_off_;
  }

  std::unique_ptr<DocumentProcesses> processes_;
  std::vector<std::thread> threads_;
  std::vector<int> files_;
  absl::Mutex mu_;
  std::vector<std::string> put_off_;
};

TEST_F(DocumentQueueTest, OneThatKeepsAllBusy_LeavesTheNextToTheOther) {
  Open(/*processes_max=*/2, /*waiting_max=*/6);
  // Alone it may have both.
  Ask("A1", /*waits=*/false);
  Ask("A2", /*waits=*/false);
  Ask("A3", /*waits=*/true);
  Ask("B1", /*waits=*/true);
  LetGo("A1");
  Await([&] { return absl::StrContains(Begun(), "B1"); });
  EXPECT_EQ(processes_->waiting(), 1u);
  LetGo("A2");
  Await([&] { return absl::StrContains(Begun(), "A3"); });
  EXPECT_EQ(Begun(), "A1\nA2\nB1\nA3\n");
  LetGo("A3");
  LetGo("B1");
}

TEST_F(DocumentQueueTest, OneThatHoldsAllPlaces_GivesOneUp) {
  Open(/*processes_max=*/1, /*waiting_max=*/2);
  Ask("A1", /*waits=*/false);
  Ask("A2", /*waits=*/true);
  Ask("A3", /*waits=*/true);
  ASSERT_EQ(mkfifo(PathOf("B1").c_str(), 0600), 0);
  threads_.emplace_back([this] {
    const auto read =
        processes_->Read(budget::StandardForm(), {.bytes = "x",
                                                  .file_name = "B1",
                                                  .size_bytes_max = 100,
                                                  .turn = {.asked_by = "B"}});
    EXPECT_NE(rpc::ReasonOf(read.status()), rpc::Reason::kQueueFull);
  });
  // Its newest.
  Await([&] { return PutOff() == std::vector<std::string>{"A3"}; });
  EXPECT_EQ(processes_->waiting(), 2u);
  // Nobody takes the place of who holds as few.
  const auto refused =
      processes_->Read(budget::StandardForm(), {.bytes = "x",
                                                .file_name = "A4",
                                                .size_bytes_max = 100,
                                                .turn = {.asked_by = "A"}});
  EXPECT_EQ(rpc::ReasonOf(refused.status()), rpc::Reason::kQueueFull);
  LetGo("A1");
  LetGo("A2");
  LetGo("B1");
}

TEST_F(DocumentQueueTest, TurnsThatWait_AreNeitherRefusedNorGivenUp) {
  Open(/*processes_max=*/1, /*waiting_max=*/2);
  Ask("A1", /*waits=*/false);
  Ask("A2", /*waits=*/true);
  Ask("A3", /*waits=*/true);
  // All places are taken.
  Ask("S1", /*waits=*/true);
  Ask("S2", /*waits=*/true);
  Ask("S3", /*waits=*/true);
  // They take none: the next caller gets its place from who holds most.
  ASSERT_EQ(mkfifo(PathOf("B1").c_str(), 0600), 0);
  threads_.emplace_back([this] {
    const auto read =
        processes_->Read(budget::StandardForm(), {.bytes = "x",
                                                  .file_name = "B1",
                                                  .size_bytes_max = 100,
                                                  .turn = {.asked_by = "B"}});
    EXPECT_NE(rpc::ReasonOf(read.status()), rpc::Reason::kQueueFull);
  });
  Await([&] { return PutOff() == std::vector<std::string>{"A3"}; });
  for (const char* name : {"A1", "S1", "B1", "S2", "A2", "S3"}) LetGo(name);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  EXPECT_EQ(PutOff(), std::vector<std::string>{"A3"});
  EXPECT_TRUE(absl::StrContains(Begun(), "S3"));
}

TEST_F(DocumentProcessTest, ManyAtOnce_AllAreRead) {
  const auto processes = Open({.program = kProgram, .processes_max = 2});
  const std::string workbook = yuheng::testing::WorkbookTwin(Sample());
  std::vector<std::thread> threads;
  std::vector<int> read(6);
  for (int& each : read) {
    threads.emplace_back(
        [&, at = &each] { *at = ReadBy(*processes, workbook).ok(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(read, std::vector<int>(6, 1));
}

TEST_F(DocumentProcessTest, ProgramThatIsNotThere_IsSaid) {
  const auto processes = DocumentProcesses::Open({.program = "/no/reader"});
  EXPECT_TRUE(absl::IsNotFound(processes.status()));
  EXPECT_TRUE(absl::StrContains(processes.status().message(), "/no/reader"));
}

}  // namespace
}  // namespace yuheng::ingestion
