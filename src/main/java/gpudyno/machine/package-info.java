/// Looks at a machine: what GPU Dyno can use there, and which model servers listen.
///
/// Nothing is installed, changed or sent elsewhere: libraries are loaded and given back, and connections go to the loopback address alone.
@NullMarked
package gpudyno.machine;

import org.jspecify.annotations.NullMarked;
