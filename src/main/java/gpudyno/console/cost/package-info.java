/// The Cost page: what requests cost, where the money and energy go, how the month goes, and what settings were measured to cost.
@NullMarked
package gpudyno.console.cost;

import org.jspecify.annotations.NullMarked;
