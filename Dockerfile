# The market itself: web server, outbox worker, preparation and simulator are this image with different commands.
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --no-deps -r requirements/base.txt \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin honghe \
 && install -d -o honghe -g honghe /data
COPY . .
RUN python -m compileall -q config cms marketplace search scripts \
 && python -c "from pathlib import Path; from scripts import catalogues; catalogues.compile_all(Path('locale'))"

USER honghe
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "python:scripts.web_server", "--bind", "0.0.0.0:8000", "config.wsgi:application"]
