FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY . .
# Built once with the code it belongs to. The settings want to know things that this step does not
# use; the values end with it.
RUN for source in $(find proposals/locale -name '*.po'); do \
        pybabel --quiet compile --input-file "$source" --output-file "${source%.po}.mo" --locale zh; \
    done \
    && SECRET_KEY=for-this-step DATABASE_URL=postgresql://localhost/none \
        CELERY_BROKER_URL=redis://localhost python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --system --no-create-home tracker \
    && mkdir -p var/packages var/files \
    && chown -R tracker var

USER tracker
EXPOSE 8000
