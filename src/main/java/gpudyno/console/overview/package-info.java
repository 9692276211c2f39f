/// The Overview page: five targets, latency and throughput, the machine, queue and batch, and what wants attention.
@NullMarked
package gpudyno.console.overview;

import org.jspecify.annotations.NullMarked;
