package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.merge.PartialOptions;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A task that adds sums of equal keys. They come in any order, and the result has the same bytes in each. */
final class GroupAdding implements PairFlatMapFunction<Iterator<Tuple2<String, Sum>>, String, Sum> {
    private static final long serialVersionUID = 1L;

    private final String[] arguments;

    private transient @Nullable FleetOptions options;

    private GroupAdding(String[] arguments) {
        this.arguments = arguments;
    }

    /**
     * The sum of each key, each there once.
     *
     * @param tasks that share the keys out
     */
    static JavaPairRDD<String, Sum> byKey(JavaPairRDD<String, Sum> sums, int tasks, String[] arguments) {
        return sums.partitionBy(new HashPartitioner(tasks)).mapPartitionsToPair(new GroupAdding(arguments.clone()));
    }

    @Override
    public Iterator<Tuple2<String, Sum>> call(Iterator<Tuple2<String, Sum>> sums) throws IOException, CommandFailure {
        if (options == null) {
            options = FleetOptions.of(arguments);
        }
        PartialOptions partials = options.many.partial();
        long mostNodes = options.mostNodes;
        Map<String, Sum.Adding> added = new LinkedHashMap<>();
        while (sums.hasNext()) {
            Tuple2<String, Sum> next = sums.next();
            added.computeIfAbsent(next._1(), any -> new Sum.Adding(partials, mostNodes))
                    .add(next._2());
        }
        return added.entrySet().stream()
                .map(each -> new Tuple2<>(each.getKey(), each.getValue().sum()))
                .iterator();
    }
}
