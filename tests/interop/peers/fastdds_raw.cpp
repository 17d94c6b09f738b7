// Raw readers and writers on Fast DDS, told by standard input what to do; see README.md for the words.
#include <algorithm>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <vector>

#include "fastdds_common.hpp"

#include <fastdds/dds/publisher/DataWriter.hpp>
#include <fastdds/dds/publisher/Publisher.hpp>
#include <fastdds/dds/subscriber/DataReader.hpp>
#include <fastdds/dds/subscriber/DataReaderListener.hpp>
#include <fastdds/dds/subscriber/SampleInfo.hpp>
#include <fastdds/dds/subscriber/Subscriber.hpp>
#include <fastrtps/types/TypesBase.h>

using eprosima::fastrtps::types::ReturnCode_t;
using Words = std::vector<std::string>;

constexpr uint32_t TYPICAL_SIZE = 512;
constexpr int HISTORY_DEPTH = 100;

static void say(const std::string& line)
{
  static std::mutex mutex;
  std::lock_guard<std::mutex> lock(mutex);
  std::cout << line << std::endl;
}

static std::string hex(const unsigned char* bytes, size_t size)
{
  static const char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * size);
  for (size_t i = 0; i < size; i++) {
    text.push_back(digits[bytes[i] >> 4]);
    text.push_back(digits[bytes[i] & 15]);
  }
  return text;
}

static std::string unhex(const std::string& text)
{
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16)));
  return bytes;
}

static std::string guid_to_hex(const rtps::GUID_t& guid)
{
  return hex(guid.guidPrefix.value, sizeof guid.guidPrefix.value) + hex(guid.entityId.value, sizeof guid.entityId.value);
}

static rtps::GUID_t guid_from_hex(const std::string& text)
{
  const std::string bytes = unhex(text);
  rtps::GUID_t guid;
  std::copy_n(bytes.begin(), sizeof guid.guidPrefix.value, guid.guidPrefix.value);
  std::copy_n(bytes.begin() + sizeof guid.guidPrefix.value, sizeof guid.entityId.value, guid.entityId.value);
  return guid;
}

// Says what its reader receives.
class Speaker : public DataReaderListener {
public:
  explicit Speaker(std::string id) : id_(std::move(id)) {}
  void on_data_available(DataReader* reader) override
  {
    std::string message;
    SampleInfo info;
    while (reader->take_next_sample(&message, &info) == ReturnCode_t::RETCODE_OK) {
      if (!info.valid_data)
        continue;
      const auto& own = info.sample_identity;
      const auto& related = info.related_sample_identity;
      std::ostringstream line;
      line << "{\"sample\": " << id_ << ", \"data\": \""
           << hex(reinterpret_cast<const unsigned char*>(message.data()), message.size()) << "\", \"writer\": \""
           << guid_to_hex(own.writer_guid()) << "\", \"number\": " << own.sequence_number().to64long()
           << ", \"related_guid\": \"" << guid_to_hex(related.writer_guid())
           << "\", \"related_number\": " << related.sequence_number().to64long() << "}";
      say(line.str());
    }
  }

private:
  std::string id_;
};

class Peer {
public:
  explicit Peer(DomainParticipant* participant)
    : participant_(participant), publisher_(participant->create_publisher(PUBLISHER_QOS_DEFAULT)),
      subscriber_(participant->create_subscriber(SUBSCRIBER_QOS_DEFAULT))
  {
  }

  // Does what a line asks and answers it.
  void obey(const Words& words)
  {
    const std::string& id = words[1];
    if (words[0] == "reader") {
      DataReaderQos qos = DATAREADER_QOS_DEFAULT;
      set_qos(qos, words);
      auto* speaker = new Speaker(id);
      auto* reader = subscriber_->create_datareader(topic(words[2], words[3]), qos, speaker, StatusMask::data_available());
      readers_[id] = reader;
      say("{\"guid\": \"" + guid_to_hex(reader->guid()) + "\"}");
    } else if (words[0] == "writer") {
      DataWriterQos qos = DATAWRITER_QOS_DEFAULT;
      set_qos(qos, words);
      qos.publish_mode().kind = ASYNCHRONOUS_PUBLISH_MODE;
      auto* writer = publisher_->create_datawriter(topic(words[2], words[3]), qos);
      writers_[id] = writer;
      say("{\"guid\": \"" + guid_to_hex(writer->guid()) + "\"}");
    } else if (words[0] == "write") {
      std::string message = unhex(words[2]);
      rtps::WriteParams params;
      if (words.size() > 4) {
        params.related_sample_identity().writer_guid() = guid_from_hex(words[3]);
        params.related_sample_identity().sequence_number() = rtps::SequenceNumber_t(std::stoull(words[4]));
      }
      const bool written = writers_.at(id)->write(&message, params);
      const auto number = params.sample_identity().sequence_number().to64long();
      say("{\"number\": " + std::to_string(written ? number : -1) + "}");
    } else if (words[0] == "matched") {
      SubscriptionMatchedStatus subscribed;
      PublicationMatchedStatus published;
      if (readers_.count(id))
        readers_[id]->get_subscription_matched_status(subscribed);
      else
        writers_.at(id)->get_publication_matched_status(published);
      say("{\"matched\": " + std::to_string(subscribed.current_count + published.current_count) + "}");
    } else {
      std::cerr << "fastdds_raw: unknown word " << words[0] << std::endl;
      std::exit(2);
    }
  }

private:
  Topic* topic(const std::string& name, const std::string& type)
  {
    if (participant_->find_type(type).empty())
      TypeSupport(new RawType(type.c_str(), TYPICAL_SIZE)).register_type(participant_);
    auto*& topic = topics_[name];
    if (topic == nullptr)
      topic = participant_->create_topic(name, type, TOPIC_QOS_DEFAULT);
    return topic;
  }

  // As rmw_fastrtps sets it, but deeper: readers see all that a writer writes in a row.
  template<typename Qos>
  static void set_qos(Qos& qos, const Words& words)
  {
    qos.reliability().kind = RELIABLE_RELIABILITY_QOS;
    const bool keeps = words[4] == "transient_local";
    qos.durability().kind = keeps ? TRANSIENT_LOCAL_DURABILITY_QOS : VOLATILE_DURABILITY_QOS;
    qos.history().kind = KEEP_LAST_HISTORY_QOS;
    qos.history().depth = keeps && words[0] == "writer" ? 1 : HISTORY_DEPTH;
    qos.endpoint().history_memory_policy = rtps::PREALLOCATED_WITH_REALLOC_MEMORY_MODE;
    qos.data_sharing().off();
  }

  DomainParticipant* participant_;
  Publisher* publisher_;
  Subscriber* subscriber_;
  std::map<std::string, Topic*> topics_;
  std::map<std::string, DataReader*> readers_;
  std::map<std::string, DataWriter*> writers_;
};

int main()
{
  Peer peer(join(nullptr));
  for (std::string line; std::getline(std::cin, line);) {
    Words words;
    std::istringstream parts(line);
    for (std::string word; std::getline(parts, word, '\t');)
      words.push_back(word);
    peer.obey(words);
  }
  std::_Exit(0);
}
