/* Raw readers and writers on Cyclone DDS, told by standard input what to do; see README.md for the words. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dds/dds.h"
#include "dds/ddsi/ddsi_serdata.h"
#include "dds/ddsi/ddsi_sertype.h"
#include "dds/ddsi/q_radmin.h"

enum { ENDPOINTS = 1024, WORDS = 6, HISTORY_DEPTH = 100 };

static const char hex_digits[] = "0123456789abcdef";
static pthread_mutex_t saying = PTHREAD_MUTEX_INITIALIZER;

static void fail (const char *what, dds_return_t code)
{
  fprintf (stderr, "cyclone_raw: %s: %s\n", what, dds_strretcode (-code));
  exit (2);
}

static dds_entity_t must (const char *what, dds_entity_t entity)
{
  if (entity < 0)
    fail (what, entity);
  return entity;
}

/* A serialized message as it is, encapsulation header included. */
struct message {
  struct ddsi_serdata c;
  size_t size;
  unsigned char *bytes;
};

static struct message *message_new (const struct ddsi_sertype *type, enum ddsi_serdata_kind kind, size_t size)
{
  struct message *m = calloc (1, sizeof *m);
  ddsi_serdata_init (&m->c, type, kind);
  m->size = size;
  m->bytes = calloc (1, (size + 3) & ~(size_t) 3);
  return m;
}

static void message_free (struct ddsi_serdata *d)
{
  free (((struct message *) d)->bytes);
  free (d);
}

static uint32_t message_size (const struct ddsi_serdata *d)
{
  return (uint32_t) ((const struct message *) d)->size;
}

static struct ddsi_serdata *message_from_ser (
  const struct ddsi_sertype *type, enum ddsi_serdata_kind kind, const struct nn_rdata *fragment, size_t size)
{
  struct message *m = message_new (type, kind, size);
  for (uint32_t at = 0; fragment; fragment = fragment->nextfrag) {
    if (fragment->maxp1 <= at)
      continue;
    const unsigned char *payload = NN_RMSG_PAYLOADOFF (fragment->rmsg, NN_RDATA_PAYLOAD_OFF (fragment));
    memcpy (m->bytes + at, payload + (at - fragment->min), fragment->maxp1 - at);
    at = fragment->maxp1;
  }
  return &m->c;
}

static struct ddsi_serdata *message_from_iov (
  const struct ddsi_sertype *type, enum ddsi_serdata_kind kind, ddsrt_msg_iovlen_t count, const ddsrt_iovec_t *parts, size_t size)
{
  struct message *m = message_new (type, kind, size);
  size_t at = 0;
  for (ddsrt_msg_iovlen_t i = 0; i < count && at < size; i++) {
    size_t part = parts[i].iov_len < size - at ? parts[i].iov_len : size - at;
    memcpy (m->bytes + at, parts[i].iov_base, part);
    at += part;
  }
  return &m->c;
}

static void message_to_ser (const struct ddsi_serdata *d, size_t at, size_t size, void *to)
{
  memcpy (to, ((const struct message *) d)->bytes + at, size);
}

static struct ddsi_serdata *message_to_ser_ref (const struct ddsi_serdata *d, size_t at, size_t size, ddsrt_iovec_t *part)
{
  part->iov_base = ((const struct message *) d)->bytes + at;
  part->iov_len = (ddsrt_iov_len_t) size;
  return ddsi_serdata_ref (d);
}

static void message_to_ser_unref (struct ddsi_serdata *d, const ddsrt_iovec_t *part)
{
  (void) part;
  ddsi_serdata_unref (d);
}

static struct ddsi_serdata *message_to_untyped (const struct ddsi_serdata *d)
{
  struct message *m = message_new (d->type, SDK_KEY, 0);
  m->c.type = NULL;
  return &m->c;
}

static struct ddsi_serdata *message_from_keyhash (const struct ddsi_sertype *type, const struct ddsi_keyhash *hash)
{
  (void) hash;
  return &message_new (type, SDK_KEY, 0)->c;
}

/* No topic of ROS has keys: there is one instance. */
static bool message_same_key (const struct ddsi_serdata *a, const struct ddsi_serdata *b)
{
  (void) a;
  (void) b;
  return true;
}

static void message_keyhash (const struct ddsi_serdata *d, struct ddsi_keyhash *hash, bool force_md5)
{
  (void) d;
  (void) force_md5;
  memset (hash, 0, sizeof *hash);
}

static size_t message_print (const struct ddsi_sertype *type, const struct ddsi_serdata *d, char *text, size_t size)
{
  (void) type;
  return (size_t) snprintf (text, size, "%u bytes", message_size (d));
}

static const struct ddsi_serdata_ops message_ops = {
  .eqkey = message_same_key, .get_size = message_size, .from_ser = message_from_ser, .from_ser_iov = message_from_iov,
  .from_keyhash = message_from_keyhash, .to_ser = message_to_ser, .to_ser_ref = message_to_ser_ref,
  .to_ser_unref = message_to_ser_unref, .to_untyped = message_to_untyped, .free = message_free, .print = message_print,
  .get_keyhash = message_keyhash,
};

static void type_free (struct ddsi_sertype *type)
{
  ddsi_sertype_fini (type);
  free (type);
}

/* Types of one name are one type. */
static bool type_equal (const struct ddsi_sertype *a, const struct ddsi_sertype *b)
{
  (void) a;
  (void) b;
  return true;
}

static uint32_t type_hash (const struct ddsi_sertype *type)
{
  (void) type;
  return 0;
}

static const struct ddsi_sertype_ops type_ops = {
  .version = ddsi_sertype_v0, .free = type_free, .equal = type_equal, .hash = type_hash,
};

struct endpoint {
  dds_entity_t entity;
  struct ddsi_sertype *type;
};

static struct endpoint endpoints[ENDPOINTS];

static struct endpoint *find (const char *id)
{
  int number = atoi (id);
  if (number < 0 || number >= ENDPOINTS) {
    fprintf (stderr, "cyclone_raw: no endpoint can have the number %s\n", id);
    exit (2);
  }
  return &endpoints[number];
}

/* Says what a reader receives. */
static void on_data (dds_entity_t reader, void *id)
{
  struct ddsi_serdata *sample;
  dds_sample_info_t info;
  while (dds_takecdr (reader, &sample, 1, &info, DDS_ANY_STATE) == 1) {
    const struct message *m = (const struct message *) sample;
    if (info.valid_data) {
      char *text = malloc (2 * m->size + 1);
      for (size_t i = 0; i < m->size; i++) {
        text[2 * i] = hex_digits[m->bytes[i] >> 4];
        text[2 * i + 1] = hex_digits[m->bytes[i] & 15];
      }
      text[2 * m->size] = 0;
      pthread_mutex_lock (&saying);
      printf ("{\"sample\": %d, \"data\": \"%s\"}\n", (int) (intptr_t) id, text);
      fflush (stdout);
      pthread_mutex_unlock (&saying);
      free (text);
    }
    ddsi_serdata_unref (sample);
  }
}

static void answer (const char *name, const char *value)
{
  pthread_mutex_lock (&saying);
  printf ("{\"%s\": %s}\n", name, value);
  fflush (stdout);
  pthread_mutex_unlock (&saying);
}

static void answer_number (const char *name, long number)
{
  char text[32];
  snprintf (text, sizeof text, "%ld", number);
  answer (name, text);
}

/* As rmw_cyclonedds sets it, but deeper: readers see all that a writer writes in a row. */
static dds_qos_t *make_qos (const char *kind, const char *durability, const char *user_data)
{
  dds_qos_t *qos = dds_create_qos ();
  bool keeps = strcmp (durability, "transient_local") == 0;
  bool is_writer = strcmp (kind, "writer") == 0;
  dds_qset_reliability (qos, DDS_RELIABILITY_RELIABLE, DDS_INFINITY);
  dds_qset_history (qos, DDS_HISTORY_KEEP_LAST, keeps && is_writer ? 1 : HISTORY_DEPTH);
  if (keeps) {
    dds_qset_durability (qos, DDS_DURABILITY_TRANSIENT_LOCAL);
    dds_qset_durability_service (qos, 0, DDS_HISTORY_KEEP_LAST, 1, DDS_LENGTH_UNLIMITED, DDS_LENGTH_UNLIMITED, DDS_LENGTH_UNLIMITED);
  }
  if (user_data)
    dds_qset_userdata (qos, user_data, strlen (user_data));
  return qos;
}

static void create (dds_entity_t participant, char *const *words)
{
  struct endpoint *e = find (words[1]);
  struct ddsi_sertype *type = calloc (1, sizeof *type);
  ddsi_sertype_init (type, words[3], &type_ops, &message_ops, true);
  type->allowed_data_representation = DDS_DATA_REPRESENTATION_FLAG_XCDR1;
  dds_entity_t topic = must ("topic", dds_create_topic_sertype (participant, words[2], &type, NULL, NULL, NULL));
  e->type = type;
  dds_qos_t *qos = make_qos (words[0], words[4], words[5]);
  if (strcmp (words[0], "reader") == 0) {
    dds_listener_t *listener = dds_create_listener ((void *) (intptr_t) atoi (words[1]));
    dds_lset_data_available (listener, on_data);
    e->entity = must ("reader", dds_create_reader (participant, topic, qos, listener));
    dds_delete_listener (listener);
  } else {
    e->entity = must ("writer", dds_create_writer (participant, topic, qos, NULL));
  }
  dds_delete_qos (qos);
  answer ("guid", "null");
}

static unsigned char nibble (char digit)
{
  return (unsigned char) (strchr (hex_digits, digit) - hex_digits);
}

static void write_message (const struct endpoint *e, const char *text)
{
  struct message *m = message_new (e->type, SDK_DATA, strlen (text) / 2);
  for (size_t i = 0; i < m->size; i++)
    m->bytes[i] = (unsigned char) (nibble (text[2 * i]) << 4 | nibble (text[2 * i + 1]));
  m->c.statusinfo = 0;
  m->c.timestamp.v = dds_time ();
  dds_return_t code = dds_writecdr (e->entity, &m->c);
  if (code < 0)
    fail ("write", code);
  answer ("number", "null");
}

static void say_matched (const struct endpoint *e)
{
  dds_publication_matched_status_t published = { 0 };
  dds_subscription_matched_status_t subscribed = { 0 };
  if (dds_get_publication_matched_status (e->entity, &published) < 0)
    dds_get_subscription_matched_status (e->entity, &subscribed);
  answer_number ("matched", (long) published.current_count + subscribed.current_count);
}

int main (void)
{
  const char *domain = getenv ("ROS_DOMAIN_ID");
  dds_entity_t participant = must ("participant",
    dds_create_participant (domain ? (dds_domainid_t) atoi (domain) : 0, NULL, NULL));
  char *line = NULL;
  size_t capacity = 0;
  while (getline (&line, &capacity, stdin) > 0) {
    char *words[WORDS] = { NULL }, *rest = line;
    line[strcspn (line, "\n")] = 0;
    for (int i = 0; i < WORDS && rest; i++)
      words[i] = strsep (&rest, "\t");
    if (strcmp (words[0], "reader") == 0 || strcmp (words[0], "writer") == 0)
      create (participant, words);
    else if (strcmp (words[0], "write") == 0)
      write_message (find (words[1]), words[2]);
    else if (strcmp (words[0], "matched") == 0)
      say_matched (find (words[1]));
    else {
      fprintf (stderr, "cyclone_raw: unknown word %s\n", words[0]);
      return 2;
    }
  }
  free (line);
  dds_delete (participant);
  return 0;
}
