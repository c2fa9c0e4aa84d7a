from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_cancelled_says_when'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['awaiting_verification', 'placed', 'cancelled'])), name='order_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'awaiting_verification'), _negated=True), ('verification_until__isnull', False), _connector='OR'), name='order_that_awaits_verification_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('submitted_unit_price__isnull', True), models.Q(('submitted_unit_price__gt', 0), models.Q(('submitted_unit_price', models.F('unit_price')), _negated=True)), _connector='OR'), name='order_line_submitted_price_is_another'),
        ),
        migrations.AddConstraint(
            model_name='producerorder',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['awaiting_verification', 'placed', 'confirmed', 'declined', 'cancelled'])), name='producer_order_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='producerorder',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'cancelled'), models.Q(('status', 'awaiting_verification'), ('placed_at__isnull', True)), models.Q(models.Q(('status', 'awaiting_verification'), _negated=True), ('placed_at__isnull', False)), _connector='OR'), name='producer_order_is_with_its_producer_once_placed'),
        ),
        migrations.AddConstraint(
            model_name='producerorder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'cancelled'), ('cancelled_at__isnull', False), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancelled_at__isnull', True), ('cancel_reason', '')), _connector='OR'), name='producer_order_cancelled_has_instant_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='producerorder',
            constraint=models.CheckConstraint(condition=models.Q(('cancel_reason__in', ['', 'company_refused', 'verification_expired', 'not_orderable', 'other'])), name='producer_order_cancel_reason_is_known'),
        ),
    ]
