#!/usr/bin/env python3
"""Runs the fleet job over an S3 server on this machine, in and out, and compares with merge.

Needs `pip install pyspark==4.2.0 lz4 'moto[server]' boto3`, and the jars of org.apache.hadoop:hadoop-aws:3.5.0 with all that
it depends on in a folder (mvn dependency:copy-dependencies; the AWS bundle has 690 MB). moto keeps the bucket in memory. It
is a model of S3, not S3: speed says nothing, and neither do failures.
"""

import argparse
import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

TARGET = pathlib.Path(__file__).resolve().parent.parent.parent / "target"
PORT = 5599


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=pathlib.Path, help="folder of captures")
    parser.add_argument("jars", type=pathlib.Path, help="folder of hadoop-aws and what it needs")
    parser.add_argument("--jar", type=pathlib.Path, default=next(iter(TARGET.glob("heapcrest-*-spark.jar")), None))
    parser.add_argument("--merge-jar", type=pathlib.Path, default=TARGET / "heapcrest.jar")
    options = parser.parse_args()
    import boto3
    import pyspark

    folder = pathlib.Path(tempfile.mkdtemp(prefix="fleet-s3-"))
    url = f"http://127.0.0.1:{PORT}"
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret", SPARK_LOCAL_IP="127.0.0.1")
    moto = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(PORT)]
    server = subprocess.Popen(moto, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        client = boto3.client(
            "s3", endpoint_url=url, aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1"
        )
        for attempt in range(100):
            try:
                client.create_bucket(Bucket="fleet")
                break
            except Exception:  # not listening yet
                time.sleep(0.5)
        files = sorted(options.input.rglob("*.bin"))
        for file in files:
            client.upload_file(str(file), "fleet", f"in/{file.relative_to(options.input)}")
        home = pathlib.Path(pyspark.__file__).parent
        conf = {
            "spark.ui.enabled": "false",
            "spark.hadoop.fs.s3a.endpoint": url,
            "spark.hadoop.fs.s3a.endpoint.region": "us-east-1",
            "spark.hadoop.fs.s3a.path.style.access": "true",
            "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
            "spark.hadoop.fs.s3a.access.key": "key",
            "spark.hadoop.fs.s3a.secret.key": "secret",
        }
        command = [home / "bin" / "spark-submit", "--master", "local[2]", "--class", "heapcrest.spark.Fleet"]
        command += ["--jars", ",".join(map(str, sorted(options.jars.glob("*.jar"))))]
        command += [word for key, value in conf.items() for word in ("--conf", f"{key}={value}")]
        command += [options.jar, "--group-by", "python", "s3a://fleet/in", "s3a://fleet/out"]
        with (folder / "driver.log").open("w") as log:
            job = subprocess.run(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environment)
        print(job.stdout.strip().splitlines()[-1:], "exit code", job.returncode)
        if job.returncode in (1, 2):
            print((folder / "driver.log").read_text()[-4000:])
        merged = folder / "merge.hcp"
        merge = ["java", "-jar", options.merge_jar, "merge", "-q", "--capture-nodes", "50000", "--partial", merged]
        (folder / "list.txt").write_text("\n".join(map(str, files)))
        subprocess.run([*merge, f"@{folder / 'list.txt'}"], stderr=subprocess.DEVNULL)
        stored = client.get_object(Bucket="fleet", Key="out/merged.hcp")["Body"].read()
        names = [entry["Key"] for entry in client.list_objects_v2(Bucket="fleet", Prefix="out")["Contents"]]
        same = gzip.decompress(stored) == gzip.decompress(merged.read_bytes())
        print("equal" if same else "DIFFERENT", f"{len(files)} captures;", " ".join(names))
        sys.exit(0 if same else 1)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
