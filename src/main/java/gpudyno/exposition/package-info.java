/// Meters in Prometheus's text format, written by Prometheus's own library so that escaping and ordering are right.
@NullMarked
package gpudyno.exposition;

import org.jspecify.annotations.NullMarked;
