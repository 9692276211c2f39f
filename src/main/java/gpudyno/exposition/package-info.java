/// Meters in Prometheus's text format. What other programs expose is read by a parser of our own: the client libraries only write, and what
/// a stranger serves must be bounded. Ours is written by Prometheus's own library so that escaping and ordering are right.
@NullMarked
package gpudyno.exposition;

import org.jspecify.annotations.NullMarked;
