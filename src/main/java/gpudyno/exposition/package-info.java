/// Meters as other programs read and write them: Prometheus's text format in and out, OTLP out. What other programs expose is read by a parser
/// of our own: the client libraries only write, and what a stranger serves must be bounded. Ours is written by Prometheus's own library so that
/// escaping and ordering are right, and sent by OpenTelemetry's own exporter. The registry stays ours: the SDK's instruments are not used, so
/// its data types, which it keeps in a package it calls internal, are made here, in one file.
///
/// Remote write is compressed by aircompressor: Snappy in Java alone, the one that Trino uses. (snappy-java brings native libraries for twenty
/// platforms, and Netty's encoder is right only up to 64 KB.)
@NullMarked
package gpudyno.exposition;

import org.jspecify.annotations.NullMarked;
