/// The answer cache: L1 in process, bounded by bytes, with a TTL, both changeable while it runs. It keeps entries by W-TinyLFU, as Caffeine has it
/// (Zipf-like traffic keeps its hot keys through a scan), or by LRU, whichever does better on the keys that are asked for.
@NullMarked
package gpudyno.cache;

import org.jspecify.annotations.NullMarked;
