/* A raw Cyclone DDS program that publishes, subscribes or reads the graph; see README.md for its words. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dds/dds.h"
#include "types.h"

struct options {
  const char *role, *topic;
  int size, count, depth, period_ms, timeout_s;
  bool best_effort, transient_local, no_wait;
};

static void fail (const char *what, dds_return_t code)
{
  fprintf (stderr, "cyclone_peer: %s: %s\n", what, dds_strretcode (-code));
  exit (2);
}

static dds_entity_t must (const char *what, dds_entity_t entity)
{
  if (entity < 0)
    fail (what, entity);
  return entity;
}

static struct options parse (int argc, char **argv)
{
  struct options o = { .size = 64, .count = 1, .depth = 0, .timeout_s = 30 };
  if (argc < 3) {
    fprintf (stderr, "usage: cyclone_peer pub|sub|graph TOPIC [--size N] [--count N] [--depth N] ...\n");
    exit (2);
  }
  o.role = argv[1];
  o.topic = argv[2];
  for (int i = 3; i < argc; i++) {
    const char *word = argv[i];
    const char *value = i + 1 < argc ? argv[i + 1] : "0";
    if (strcmp (word, "--best-effort") == 0) o.best_effort = true;
    else if (strcmp (word, "--transient-local") == 0) o.transient_local = true;
    else if (strcmp (word, "--no-wait") == 0) o.no_wait = true;
    else if (strcmp (word, "--size") == 0) o.size = atoi (value), i++;
    else if (strcmp (word, "--count") == 0) o.count = atoi (value), i++;
    else if (strcmp (word, "--depth") == 0) o.depth = atoi (value), i++;
    else if (strcmp (word, "--period-ms") == 0) o.period_ms = atoi (value), i++;
    else if (strcmp (word, "--timeout-s") == 0) o.timeout_s = atoi (value), i++;
    else { fprintf (stderr, "cyclone_peer: unknown option %s\n", word); exit (2); }
  }
  return o;
}

static dds_qos_t *make_qos (const struct options *o)
{
  dds_qos_t *qos = dds_create_qos ();
  dds_qset_reliability (qos, o->best_effort ? DDS_RELIABILITY_BEST_EFFORT : DDS_RELIABILITY_RELIABLE, DDS_SECS (10));
  dds_qset_history (qos, o->depth ? DDS_HISTORY_KEEP_LAST : DDS_HISTORY_KEEP_ALL, o->depth);
  if (o->transient_local) {
    dds_qset_durability (qos, DDS_DURABILITY_TRANSIENT_LOCAL);
    dds_qset_durability_service (qos, 0, o->depth ? DDS_HISTORY_KEEP_LAST : DDS_HISTORY_KEEP_ALL, o->depth,
      DDS_LENGTH_UNLIMITED, DDS_LENGTH_UNLIMITED, DDS_LENGTH_UNLIMITED);
  }
  return qos;
}

/* "7:hhhh…", `size` characters long: says which message it is and shows whether it arrived whole. */
static void fill (char *text, int size, int number)
{
  int start = snprintf (text, (size_t) size + 1, "%d:", number);
  if (start < size)
    memset (text + start, 'a' + number % 26, (size_t) (size - start));
  text[size] = 0;
}

static void wait_for_readers (dds_entity_t writer, int timeout_s)
{
  for (int i = 0; i < timeout_s * 100; i++) {
    dds_publication_matched_status_t status;
    if (dds_get_publication_matched_status (writer, &status) == 0 && status.current_count > 0)
      return;
    dds_sleepfor (DDS_MSECS (10));
  }
  fprintf (stderr, "cyclone_peer: no reader came within %d s\n", timeout_s);
  exit (3);
}

static void publish (dds_entity_t participant, const struct options *o, dds_qos_t *qos)
{
  dds_entity_t topic = must ("topic", dds_create_topic (participant, &std_msgs_msg_dds__String__desc, o->topic, NULL, NULL));
  dds_entity_t writer = must ("writer", dds_create_writer (participant, topic, qos, NULL));
  if (!o->no_wait)
    wait_for_readers (writer, o->timeout_s);
  char *text = malloc ((size_t) o->size + 1);
  std_msgs_msg_dds__String_ message = { .data_ = text };
  for (int i = 0; i < o->count; i++) {
    fill (text, o->size, i);
    dds_return_t rc = dds_write (writer, &message);
    if (rc < 0)
      fail ("write", rc);
    if (o->period_ms)
      dds_sleepfor (DDS_MSECS (o->period_ms));
  }
  free (text);
  bool acked = o->best_effort || dds_wait_for_acks (writer, DDS_SECS (o->timeout_s)) == 0;
  printf ("{\"published\": %d, \"acknowledged\": %s}\n", o->count, acked ? "true" : "false");
  fflush (stdout);
  getchar (); /* stays until its standard input closes, for late joiners */
}

static void subscribe (dds_entity_t participant, const struct options *o, dds_qos_t *qos)
{
  dds_entity_t topic = must ("topic", dds_create_topic (participant, &std_msgs_msg_dds__String__desc, o->topic, NULL, NULL));
  dds_entity_t reader = must ("reader", dds_create_reader (participant, topic, qos, NULL));
  dds_entity_t set = must ("waitset", dds_create_waitset (participant));
  dds_set_status_mask (reader, DDS_DATA_AVAILABLE_STATUS);
  dds_waitset_attach (set, reader, 0);
  char *expected = malloc ((size_t) o->size + 1);
  int received = 0, first = -1, last = -1, corrupt = 0;
  bool ordered = true;
  printf ("{\"ready\": true}\n");
  fflush (stdout);
  dds_time_t end = dds_time () + DDS_SECS (o->timeout_s);
  while (received < o->count && dds_time () < end) {
    void *sample[1] = { NULL };
    dds_sample_info_t info[1];
    dds_return_t n = dds_take (reader, sample, info, 1, 1);
    if (n < 0)
      fail ("take", n);
    if (n == 0) {
      dds_waitset_wait (set, NULL, 0, DDS_MSECS (100));
      continue;
    }
    if (info[0].valid_data) {
      const char *text = ((std_msgs_msg_dds__String_ *) sample[0])->data_;
      int number = atoi (text);
      fill (expected, o->size, number);
      corrupt += strcmp (text, expected) != 0;
      ordered = ordered && number > last;
      if (received++ == 0)
        first = number;
      last = number;
    }
    dds_return_loan (reader, sample, n);
  }
  free (expected);
  printf ("{\"received\": %d, \"first\": %d, \"last\": %d, \"ordered\": %s, \"corrupt\": %d}\n",
    received, first, last, ordered ? "true" : "false", corrupt);
  fflush (stdout);
}

static void print_user_data (const char *name, const dds_qos_t *qos)
{
  void *value = NULL;
  size_t size = 0;
  dds_qget_userdata (qos, &value, &size);
  printf ("\"%s\": \"%.*s\", ", name, (int) size, value ? (char *) value : "");
  dds_free (value);
}

/* Prints what the graph says of the first writer of the topic: user data, then the nodes of its participant. */
static void read_graph (dds_entity_t participant, const struct options *o)
{
  dds_entity_t writers = must ("publications", dds_create_reader (participant, DDS_BUILTIN_TOPIC_DCPSPUBLICATION, NULL, NULL));
  dds_entity_t peers = must ("participants", dds_create_reader (participant, DDS_BUILTIN_TOPIC_DCPSPARTICIPANT, NULL, NULL));
  dds_qos_t *qos = dds_create_qos ();
  dds_qset_reliability (qos, DDS_RELIABILITY_RELIABLE, DDS_SECS (1));
  dds_qset_durability (qos, DDS_DURABILITY_TRANSIENT_LOCAL);
  dds_qset_history (qos, DDS_HISTORY_KEEP_ALL, 0);
  dds_entity_t topic = must ("topic", dds_create_topic (participant,
    &rmw_dds_common_msg_dds__ParticipantEntitiesInfo__desc, "ros_discovery_info", NULL, NULL));
  dds_entity_t infos = must ("discovery info", dds_create_reader (participant, topic, qos, NULL));
  bool found = false, named = false;
  for (int i = 0; i < o->timeout_s * 20 && !(found && named); i++) {
    void *sample[1] = { NULL };
    dds_sample_info_t info[1];
    if (!found && dds_take (writers, sample, info, 1, 1) > 0) {
      dds_builtintopic_endpoint_t *endpoint = sample[0];
      if (info[0].valid_data && strcmp (endpoint->topic_name, o->topic) == 0) {
        found = true;
        printf ("{\"type\": \"%s\", ", endpoint->type_name);
        print_user_data ("endpoint_user_data", endpoint->qos);
        void *peer[1] = { NULL };
        dds_sample_info_t peer_info[1];
        if (dds_read_instance (peers, peer, peer_info, 1, 1, endpoint->participant_instance_handle) > 0) {
          print_user_data ("participant_user_data", ((dds_builtintopic_participant_t *) peer[0])->qos);
          dds_return_loan (peers, peer, 1);
        }
      }
      dds_return_loan (writers, sample, 1);
      continue;
    }
    sample[0] = NULL;
    if (found && dds_take (infos, sample, info, 1, 1) > 0) {
      rmw_dds_common_msg_dds__ParticipantEntitiesInfo_ *message = sample[0];
      if (info[0].valid_data && message->node_entities_info_seq_._length > 0) {
        named = true;
        rmw_dds_common_msg_dds__NodeEntitiesInfo_ *node = message->node_entities_info_seq_._buffer;
        printf ("\"namespace\": \"%s\", \"node\": \"%s\", \"writers\": %u}\n",
          node->node_namespace_, node->node_name_, node->writer_gid_seq_._length);
      }
      dds_return_loan (infos, sample, 1);
      continue;
    }
    dds_sleepfor (DDS_MSECS (50));
  }
  if (!found || !named) {
    fprintf (stderr, "cyclone_peer: %s\n", found ? "no node was announced" : "no writer of the topic was seen");
    exit (3);
  }
}

int main (int argc, char **argv)
{
  struct options o = parse (argc, argv);
  const char *domain = getenv ("ROS_DOMAIN_ID");
  dds_entity_t participant = must ("participant",
    dds_create_participant (domain ? (dds_domainid_t) atoi (domain) : 0, NULL, NULL));
  dds_qos_t *qos = make_qos (&o);
  if (strcmp (o.role, "pub") == 0)
    publish (participant, &o, qos);
  else if (strcmp (o.role, "sub") == 0)
    subscribe (participant, &o, qos);
  else if (strcmp (o.role, "graph") == 0)
    read_graph (participant, &o);
  else {
    fprintf (stderr, "cyclone_peer: unknown role %s\n", o.role);
    return 2;
  }
  dds_delete_qos (qos);
  dds_delete (participant);
  return 0;
}
