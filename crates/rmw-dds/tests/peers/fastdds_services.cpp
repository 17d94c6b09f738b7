// A service or a client of AddTwoInts on Fast DDS: `fastdds_services server|client DOMAIN [SERVICE]`.
// The client makes three calls, checks the responses and exits with 0 when they are right.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fastdds/dds/domain/DomainParticipant.hpp>
#include <fastdds/dds/domain/DomainParticipantFactory.hpp>
#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastdds/dds/topic/TopicDataType.hpp>
#include <fastdds/rtps/transport/UDPv4TransportDescriptor.h>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace eprosima::fastdds::dds;
using eprosima::fastrtps::rtps::GUID_t;
using eprosima::fastrtps::rtps::InstanceHandle_t;
using eprosima::fastrtps::rtps::SerializedPayload_t;
using eprosima::fastrtps::rtps::WriteParams;
using eprosima::fastrtps::types::ReturnCode_t;

using Numbers = std::vector<int64_t>;

constexpr int CALLS = 3;
constexpr int TRIES = 4000;

// A fixed count of 64-bit integers in little-endian CDR.
struct NumbersType : TopicDataType {
  size_t count;

  NumbersType(const char *name, size_t count) : count(count) {
    setName(name);
    m_typeSize = size();
    m_isGetKeyDefined = false;
    auto_fill_type_information(false);
    auto_fill_type_object(false);
  }

  uint32_t size() const { return static_cast<uint32_t>(4 + 8 * count); }

  bool serialize(void *data, SerializedPayload_t *payload) override {
    const unsigned char header[4] = {0, 1, 0, 0};
    payload->encapsulation = CDR_LE;
    std::memcpy(payload->data, header, 4);
    std::memcpy(payload->data + 4, static_cast<Numbers *>(data)->data(), 8 * count);
    payload->length = size();
    return true;
  }

  bool deserialize(SerializedPayload_t *payload, void *data) override {
    if (payload->length < size()) return false;
    auto &numbers = *static_cast<Numbers *>(data);
    numbers.resize(count);
    std::memcpy(numbers.data(), payload->data + 4, 8 * count);
    return true;
  }

  std::function<uint32_t()> getSerializedSizeProvider(void *) override {
    return [this] { return size(); };
  }

  void *createData() override { return new Numbers(count); }
  void deleteData(void *data) override { delete static_cast<Numbers *>(data); }
  bool getKey(void *, InstanceHandle_t *, bool) override { return false; }
};

void nap() { std::this_thread::sleep_for(std::chrono::milliseconds(5)); }

bool take(DataReader *reader, Numbers &numbers, SampleInfo &info) {
  return reader->take_next_sample(&numbers, &info) == ReturnCode_t::RETCODE_OK && info.valid_data;
}

[[noreturn]] void serve(DataReader *requests, DataWriter *responses) {
  for (;;) {
    Numbers request;
    SampleInfo info;
    if (!take(requests, request, info)) {
      nap();
      continue;
    }
    auto answers = info.sample_identity;
    if (info.related_sample_identity.writer_guid() != GUID_t::unknown()) {
      answers.writer_guid() = info.related_sample_identity.writer_guid();
    }
    WriteParams params;
    params.related_sample_identity(answers);
    Numbers response{request[0] + request[1]};
    responses->write(&response, params);
  }
}

int call(DataWriter *requests, DataReader *responses) {
  PublicationMatchedStatus published;
  SubscriptionMatchedStatus subscribed;
  for (int tries = 0; published.current_count == 0 || subscribed.current_count == 0; tries++) {
    if (tries == TRIES) return 2;
    nap();
    requests->get_publication_matched_status(published);
    responses->get_subscription_matched_status(subscribed);
  }
  for (int number = 1; number <= CALLS; number++) {
    WriteParams params;
    params.related_sample_identity().writer_guid() = responses->guid();
    Numbers request{40 + number, 1};
    requests->write(&request, params);
    Numbers response;
    SampleInfo info;
    for (int tries = 0; !take(responses, response, info); tries++) {
      if (tries == TRIES) return 3;
      nap();
    }
    const auto &answers = info.related_sample_identity;
    const bool is_mine = answers.writer_guid() == responses->guid() &&
                         answers.sequence_number() == params.sample_identity().sequence_number();
    if (!is_mine || response[0] != 41 + number) return 4;
  }
  return 0;
}

int main(int count, char **words) {
  if (count < 3) return 1;
  const std::string service = count > 3 ? words[3] : "add_two_ints";
  auto udp = std::make_shared<eprosima::fastdds::rtps::UDPv4TransportDescriptor>();
  udp->interfaceWhiteList.push_back("127.0.0.1");
  DomainParticipantQos qos;
  qos.transport().use_builtin_transports = false;
  qos.transport().user_transports.push_back(udp);
  auto *participant = DomainParticipantFactory::get_instance()->create_participant(std::atoi(words[2]), qos);

  TypeSupport request_type(new NumbersType("example_interfaces::srv::dds_::AddTwoInts_Request_", 2));
  TypeSupport response_type(new NumbersType("example_interfaces::srv::dds_::AddTwoInts_Response_", 1));
  request_type.register_type(participant);
  response_type.register_type(participant);
  auto *requests =
      participant->create_topic("rq/" + service + "Request", request_type.get_type_name(), TOPIC_QOS_DEFAULT);
  auto *responses =
      participant->create_topic("rr/" + service + "Reply", response_type.get_type_name(), TOPIC_QOS_DEFAULT);
  auto *publisher = participant->create_publisher(PUBLISHER_QOS_DEFAULT);
  auto *subscriber = participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT);
  DataWriterQos writer_qos;
  writer_qos.reliability().kind = RELIABLE_RELIABILITY_QOS;
  writer_qos.history().depth = CALLS;
  writer_qos.data_sharing().off();
  DataReaderQos reader_qos;
  reader_qos.reliability().kind = RELIABLE_RELIABILITY_QOS;
  reader_qos.history().depth = CALLS;
  reader_qos.data_sharing().off();

  if (std::string(words[1]) == "server") {
    auto *writer = publisher->create_datawriter(responses, writer_qos);
    serve(subscriber->create_datareader(requests, reader_qos), writer);
  }
  auto *reader = subscriber->create_datareader(responses, reader_qos);
  std::_Exit(call(publisher->create_datawriter(requests, writer_qos), reader));
}
