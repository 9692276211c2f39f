/// The answer cache: L1 in process on Caffeine, which brings what our own map would lack: a byte bound kept by weight, W-TinyLFU
/// admission (Zipf-like traffic keeps its hot keys through a scan), TTL, and both changeable while it runs.
@NullMarked
package gpudyno.cache;

import org.jspecify.annotations.NullMarked;
