"""Tables out of the admin and into it, as an editor sends them."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

CSV, XLSX = "0", "1"


def page(name, noun="proposal"):
    return reverse(f"admin:proposals_{noun}_{name}")


def exported(client, noun="proposal", **query):
    answer = client.post(page("export", noun), {"format": CSV, "resource": "0"}, query_params=query)
    assert answer["Content-Type"] == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def as_file(rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return upload(text.getvalue().encode())


def upload(content, name="rows.csv"):
    return SimpleUploadedFile(name, content)


def preview(client, rows, noun="proposal"):
    return send(client, as_file(rows), noun)


def send(client, file, noun="proposal"):
    return client.post(page("import", noun), {"import_file": file})


def confirm(client, previewed, noun="proposal"):
    sent = previewed.context["confirm_form"].initial
    return client.post(page("process_import", noun), sent, follow=True)
