#include "services/telemetry/metrics.h"

#include <exception>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "prometheus/text_serializer.h"
#include "services/rpc/loopback.h"

namespace yuheng::telemetry {
namespace {

// Scrapes are rare and serial.
constexpr size_t kExposerThreadCount = 2;

}  // namespace

void Counter::Increment(double by) { counter_->Increment(by); }
double Counter::Value() const { return counter_->Value(); }
void Gauge::Set(double value) { gauge_->Set(value); }
void Gauge::Add(double by) { gauge_->Increment(by); }
double Gauge::Value() const { return gauge_->Value(); }
void Histogram::Observe(double value) { histogram_->Observe(value); }

std::vector<double> LatencyBucketsSeconds() {
  return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
          0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
}

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>(
          prometheus::Registry::InsertBehavior::Merge)) {}

Metrics::~Metrics() = default;

Counter Metrics::GetCounter(const std::string& name, const std::string& help,
                            const Labels& labels) {
  return Counter(&prometheus::BuildCounter()
                      .Name(name)
                      .Help(help)
                      .Register(*registry_)
                      .Add(labels));
}

Gauge Metrics::GetGauge(const std::string& name, const std::string& help,
                        const Labels& labels) {
  return Gauge(&prometheus::BuildGauge()
                    .Name(name)
                    .Help(help)
                    .Register(*registry_)
                    .Add(labels));
}

Histogram Metrics::GetHistogram(const std::string& name,
                                const std::string& help, const Labels& labels,
                                std::vector<double> bounds) {
  return Histogram(&prometheus::BuildHistogram()
                        .Name(name)
                        .Help(help)
                        .Register(*registry_)
                        .Add(labels, std::move(bounds)));
}

std::string Metrics::Render() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

MetricsServer::MetricsServer(std::unique_ptr<prometheus::Exposer> exposer,
                             int port)
    : exposer_(std::move(exposer)), port_(port) {}

MetricsServer::~MetricsServer() = default;

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(
    absl::string_view address, const Metrics& metrics) {
  absl::StatusOr<rpc::HostPort> parsed = rpc::RequireLoopback(address);
  if (!parsed.ok()) return parsed.status();
  // It reports a failure to bind by throwing.
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(parsed->ToString(),
                                                         kExposerThreadCount);
    exposer->RegisterCollectable(metrics.registry());
    const std::vector<int> ports = exposer->GetListeningPorts();
    if (ports.empty()) {
      return absl::UnavailableError(
          absl::StrCat("metrics: nothing listens on ", address));
    }
    return std::unique_ptr<MetricsServer>(
        new MetricsServer(std::move(exposer), ports.front()));
  } catch (const std::exception& error) {
    return absl::UnavailableError(
        absl::StrCat("metrics: can't listen on ", address, ": ", error.what()));
  }
}

}  // namespace yuheng::telemetry
