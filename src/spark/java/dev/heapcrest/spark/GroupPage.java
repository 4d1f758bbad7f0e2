package dev.heapcrest.spark;

import dev.heapcrest.merge.Partial;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.html.ManyPages;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The task that writes pages of groups.
 *
 * @param folder of all pages
 * @param names of pages, by group
 */
record GroupPage(
        String folder,
        Broadcast<Map<String, String>> names,
        boolean acrossHosts,
        Broadcast<SerializableConfiguration> configuration)
        implements VoidFunction<Tuple2<String, Sum>> {
    @Override
    public void call(Tuple2<String, Sum> sum) throws IOException {
        String name = names.value().get(sum._1());
        if (name == null || !sum._2().problem().isEmpty()) {
            // what could not be read has no group; a problem is told with the sum of all
            return;
        }
        Partial partial = sum._2().partial();
        ManyCaptures captures = new ManyCaptures(partial, partial.peakOfSum(acrossHosts));
        Path file = new Path(folder, name + ".html");
        OutputFolder.writeOnce(
                file.getFileSystem(configuration.value().value()),
                file,
                Long.toString(TaskContext.get().taskAttemptId()),
                out -> ManyPages.writeSum(captures, out));
    }
}
